package dev.tidemark;

import dev.tidemark.checkpoint.Bytes;

/**
 * Turns a value into a record's bytes. Called from several threads at once.
 *
 * @param <T> the value's type
 */
@FunctionalInterface
public interface RecordEncoder<T> {

  /**
   * Encodes a value.
   *
   * @throws Exception when it cannot be. No attempt can help then: the record that it was made of
   *     is exhausted at once.
   */
  Bytes encode(T value) throws Exception;

  /** The bytes as they are. */
  static RecordEncoder<Bytes> bytes() {
    return data -> data;
  }

  /** The text as UTF-8. */
  static RecordEncoder<String> utf8() {
    return Bytes::ofUtf8;
  }
}
