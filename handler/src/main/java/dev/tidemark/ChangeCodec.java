package dev.tidemark;

/**
 * Turns a change into a value. Called from several threads at once.
 *
 * @param <T> the value's type
 */
@FunctionalInterface
public interface ChangeCodec<T> {

  /**
   * Decodes a change.
   *
   * @throws Exception when it is no such value. No attempt can help then: the record is exhausted
   *     at once, and no other record is touched.
   */
  T decode(DynamoDbChange change) throws Exception;

  /** The change as it is. */
  static ChangeCodec<DynamoDbChange> changes() {
    return change -> change;
  }
}
