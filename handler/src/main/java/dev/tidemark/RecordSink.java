package dev.tidemark;

import java.util.List;

/**
 * Where a {@link KinesisEnricher} writes. Called by one thread at a time.
 *
 * <p>The checkpoints of the source build on it: when a write returns, every record of it that is
 * not named as refused is durable. What throws may have written some of them.
 */
@FunctionalInterface
public interface RecordSink {

  /**
   * A record that the target will never take.
   *
   * @param place its place in the list, from 0
   * @param reason why, for a person
   */
  record Refused(int place, String reason) {}

  /**
   * Writes records, those of the same partition key in order, and returns when all of them are
   * durable.
   *
   * @return those that are not durable because no attempt can help, too large ones for example; the
   *     others are durable
   * @throws Exception when the target cannot be reached or does not take records now: not a
   *     record's failure
   */
  List<Refused> write(List<OutputRecord> records) throws Exception;
}
