package dev.tidemark.producer;

import dev.tidemark.checkpoint.Bytes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * Bytes that are compressed when that makes them smaller. {@link #unpack} gives back what {@link
 * #pack} got, and leaves records as they are that nobody packed, so a stream may have both.
 *
 * <p>What a reader takes for packed begins with the two bytes of gzip (RFC 1952). So bytes that
 * begin like that by themselves are always packed. Only such ones that a writer without {@code
 * pack} wrote are mistaken: they come out unpacked.
 */
public final class Gzip {

  private static final byte FIRST = (byte) 0x1f;
  private static final byte SECOND = (byte) 0x8b;

  /** What comes out of a record at most: more than that is no record but an attack. */
  private static final int MOST_BYTES = 256 << 20;

  private Gzip() {}

  /** The bytes, compressed if that makes them smaller. */
  public static Bytes pack(Bytes plain) {
    var packed = new ByteArrayOutputStream();
    try (var out = new GZIPOutputStream(packed)) {
      plain.asInputStream().transferTo(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return packed.size() < plain.size() || looksPacked(plain)
        ? Bytes.wrap(packed.toByteArray())
        : plain;
  }

  /**
   * What was packed, or the bytes themselves.
   *
   * @throws IOException when they begin as gzip and are damaged, or hold more than 256 MiB
   */
  public static Bytes unpack(Bytes bytes) throws IOException {
    if (!looksPacked(bytes)) {
      return bytes;
    }
    try (var in = new GZIPInputStream(bytes.asInputStream())) {
      byte[] plain = in.readNBytes(MOST_BYTES);
      if (in.read() >= 0) {
        throw new IOException("the record has more than %,d bytes".formatted(MOST_BYTES));
      }
      return Bytes.wrap(plain);
    }
  }

  private static boolean looksPacked(Bytes bytes) {
    return bytes.size() >= 2 && bytes.get(0) == FIRST && bytes.get(1) == SECOND;
  }
}
