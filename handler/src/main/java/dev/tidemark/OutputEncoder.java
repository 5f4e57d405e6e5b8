package dev.tidemark;

import dev.tidemark.checkpoint.Bytes;

/**
 * Turns what an enricher makes into a record's bytes. Called from several threads at once.
 *
 * @param <T> the value's type
 */
@FunctionalInterface
public interface OutputEncoder<T> {

  /**
   * Encodes a value.
   *
   * @throws Exception when it cannot be. No attempt can help then: the record that it was made of
   *     is exhausted at once.
   */
  Bytes encode(T value) throws Exception;

  /** The bytes as they are. */
  static OutputEncoder<Bytes> bytes() {
    return data -> data;
  }

  /** The text as UTF-8. */
  static OutputEncoder<String> utf8() {
    return Bytes::ofUtf8;
  }
}
