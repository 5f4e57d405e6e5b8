package dev.tidemark.cli.demo;

import dev.tidemark.checkpoint.Position;
import java.util.Objects;

/**
 * A record of the plan that is on the stream.
 *
 * @param planned the record
 * @param shard the shard that took it
 * @param position where it stands there
 */
record PutRecord(PlannedRecord planned, String shard, Position position) {

  PutRecord {
    Objects.requireNonNull(planned);
    Objects.requireNonNull(shard);
    Objects.requireNonNull(position);
  }
}
