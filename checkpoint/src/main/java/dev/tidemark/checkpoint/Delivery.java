package dev.tidemark.checkpoint;

import java.util.List;
import java.util.Objects;

/**
 * What one invocation got of one shard: at least one record, in ascending order of position, no
 * position twice.
 *
 * <p>A delivery has no identity: the event source mapping may cut the same records differently the
 * next time.
 */
public record Delivery(ShardKey shard, List<SourceRecord> records) {

  /**
   * @throws IllegalArgumentException when there is no record or the positions do not ascend
   */
  public Delivery {
    Objects.requireNonNull(shard);
    records = List.copyOf(records);
    if (records.isEmpty()) {
      throw new IllegalArgumentException("a delivery has at least one record");
    }
    for (int i = 1; i < records.size(); i++) {
      if (!records.get(i - 1).position().isBefore(records.get(i).position())) {
        throw new IllegalArgumentException(
            "positions must ascend, but "
                + records.get(i).position()
                + " follows "
                + records.get(i - 1).position());
      }
    }
  }

  public Position first() {
    return records.get(0).position();
  }

  public Position last() {
    return records.get(records.size() - 1).position();
  }

  public int size() {
    return records.size();
  }

  public Position position(int index) {
    return records.get(index).position();
  }
}
