package dev.tidemark.engine;

import dev.tidemark.checkpoint.SourceRecord;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * Writes the line of a record whose key is plain, byte by byte what a JSON generator would write: a
 * batch that goes through then needs none, and none is loaded for the first one. Not thread-safe.
 */
final class RecordLine {

  private final OutputStream out;
  private byte[] encoded = new byte[2_048];

  RecordLine(OutputStream out) {
    this.out = out;
  }

  /** Whether nothing of the text has to be escaped, and all of it is ASCII. */
  static boolean isPlain(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ' || c > '~' || c == '"' || c == '\\') {
        return false;
      }
    }
    return true;
  }

  void write(SourceRecord record) throws IOException {
    ascii("{\"sequenceNumber\":\"");
    ascii(record.position().sequenceNumber().digits());
    ascii("\",\"subSequenceNumber\":");
    ascii(Long.toString(record.position().subSequenceNumber()));
    ascii(",\"partitionKey\":\"");
    ascii(record.partitionKey());
    ascii("\",\"arrivedAt\":\"");
    ascii(record.arrivedAt().toString());
    ascii("\",\"data\":\"");
    base64(record.data().asByteBuffer());
    ascii("\"}\n");
  }

  private void ascii(String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  private void base64(ByteBuffer data) throws IOException {
    byte[] plain = new byte[data.remaining()];
    data.get(plain);
    int most = (plain.length + 2) / 3 * 4;
    if (encoded.length < most) {
      encoded = new byte[most];
    }
    out.write(encoded, 0, Base64.getEncoder().encode(plain, encoded));
  }
}
