package dev.tidemark;

import dev.tidemark.checkpoint.Bytes;

/**
 * Turns a record's bytes into a value. Called from several threads at once.
 *
 * @param <T> the value's type
 */
@FunctionalInterface
public interface RecordCodec<T> {

  /**
   * Decodes a record.
   *
   * @throws Exception when the bytes are not such a value. No attempt can help then: the record is
   *     exhausted at once, and no other record is touched.
   */
  T decode(Bytes data) throws Exception;

  /** The bytes as they are. */
  static RecordCodec<Bytes> bytes() {
    return data -> data;
  }

  /** The bytes as UTF-8 text; malformed bytes are an error. */
  static RecordCodec<String> utf8() {
    return data ->
        java.nio.charset.StandardCharsets.UTF_8.newDecoder().decode(data.asByteBuffer()).toString();
  }
}
