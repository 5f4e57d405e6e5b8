package dev.tidemark.producer;

import java.util.Objects;

/**
 * Where a target has put a record.
 *
 * @param part the part of the target that has an order of its own: a shard, a file, a log stream
 * @param offset where in it, in the target's words: a sequence number, a byte offset
 */
public record TargetPosition(String part, String offset) {

  public TargetPosition {
    Objects.requireNonNull(part);
    Objects.requireNonNull(offset);
  }

  @Override
  public String toString() {
    return part + "/" + offset;
  }
}
