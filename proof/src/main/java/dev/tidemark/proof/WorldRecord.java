package dev.tidemark.proof;

import dev.tidemark.checkpoint.SourceRecord;
import java.util.List;

/**
 * A record of a world.
 *
 * @param index its number in the world
 * @param source as the protocol gets it
 * @param nature what the handler does with it
 * @param before the records of its shard that it has to wait for
 */
record WorldRecord(int index, SourceRecord source, Nature nature, List<WorldRecord> before) {

  @Override
  public String toString() {
    return "#" + index + "(" + source.position() + " " + source.partitionKey() + ")";
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof WorldRecord that && index == that.index;
  }

  @Override
  public int hashCode() {
    return index;
  }
}
