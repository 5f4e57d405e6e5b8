package dev.tidemark.checkpoint;

import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/** Bytes as they are, or deflated where that is shorter; the first byte says which. */
final class PackedBytes {

  private static final byte PLAIN = 0;
  private static final byte DEFLATED = 1;
  private static final int WORTH_DEFLATING = 24;

  private PackedBytes() {}

  static Bytes pack(byte[] plain) {
    if (plain.length < WORTH_DEFLATING) {
      return tagged(PLAIN, plain);
    }
    byte[] repeating = deflate(plain, Deflater.DEFAULT_STRATEGY);
    byte[] varying = deflate(plain, Deflater.HUFFMAN_ONLY);
    byte[] shorter = varying.length < repeating.length ? varying : repeating;
    return shorter.length < plain.length ? tagged(DEFLATED, shorter) : tagged(PLAIN, plain);
  }

  /**
   * @param atMost how long the plain bytes may be
   * @throws IllegalArgumentException when the bytes are malformed or longer
   */
  static byte[] unpack(Bytes packed, int atMost) {
    byte[] all = packed.toByteArray();
    if (all.length == 0 || all[0] < PLAIN || all[0] > DEFLATED) {
      throw new IllegalArgumentException("not packed bytes");
    }
    byte[] body = Arrays.copyOfRange(all, 1, all.length);
    byte[] plain = all[0] == DEFLATED ? inflate(body, atMost) : body;
    if (plain.length > atMost) {
      throw new IllegalArgumentException(plain.length + " bytes where " + atMost + " are allowed");
    }
    return plain;
  }

  private static Bytes tagged(byte tag, byte[] body) {
    var out = new byte[body.length + 1];
    out[0] = tag;
    System.arraycopy(body, 0, out, 1, body.length);
    return Bytes.wrap(out);
  }

  private static byte[] deflate(byte[] plain, int strategy) {
    var deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
    try {
      deflater.setStrategy(strategy);
      deflater.setInput(plain);
      deflater.finish();
      var out = new byte[plain.length];
      // The first call after a change of the strategy may write nothing.
      int length = deflater.deflate(out);
      length += deflater.deflate(out, length, out.length - length);
      return deflater.finished() ? Arrays.copyOf(out, length) : plain;
    } finally {
      deflater.end();
    }
  }

  private static byte[] inflate(byte[] deflated, int atMost) {
    var inflater = new Inflater(true);
    try {
      inflater.setInput(deflated);
      var out = new byte[atMost + 1];
      int length = inflater.inflate(out);
      if (!inflater.finished()) {
        throw new IllegalArgumentException("packed bytes are cut short or longer than " + atMost);
      }
      return Arrays.copyOf(out, length);
    } catch (DataFormatException e) {
      throw new IllegalArgumentException("packed bytes are damaged", e);
    } finally {
      inflater.end();
    }
  }
}
