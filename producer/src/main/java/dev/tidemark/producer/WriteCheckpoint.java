package dev.tidemark.producer;

import java.time.Instant;
import java.util.Objects;

/**
 * How far a producer has come with a target.
 *
 * @param producer the producer's name
 * @param target the target's name
 * @param position of the record that was written last
 * @param sourceTime of that record
 * @param records how many were written in all, over restarts; those that were written twice are
 *     counted twice
 * @param writtenAt when that was
 */
public record WriteCheckpoint(
    String producer,
    String target,
    TargetPosition position,
    Instant sourceTime,
    long records,
    Instant writtenAt) {

  public WriteCheckpoint {
    Objects.requireNonNull(producer);
    Objects.requireNonNull(target);
    Objects.requireNonNull(position);
    Objects.requireNonNull(sourceTime);
    Objects.requireNonNull(writtenAt);
  }
}
