package dev.tidemark.mapping;

import dev.tidemark.checkpoint.Bytes;

/**
 * Says which records the function gets, judged by their data. A record that does not match is
 * dropped and the position moves past it (AWS docs: filter criteria). With a JSON pattern, data
 * that is not JSON does not match.
 *
 * <p>Must be pure: the same data gives the same answer.
 */
@FunctionalInterface
public interface RecordFilter {

  /** Whether the function gets a record with this data. */
  boolean matches(Bytes data);
}
