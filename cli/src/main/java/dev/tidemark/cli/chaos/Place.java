package dev.tidemark.cli.chaos;

import dev.tidemark.checkpoint.Position;
import java.util.Objects;

/** Where a record stands. */
record Place(String shard, Position position) {

  Place {
    Objects.requireNonNull(shard);
    Objects.requireNonNull(position);
  }

  @Override
  public String toString() {
    return shard + " " + position;
  }
}
