package dev.tidemark.producer;

import java.time.InstantSource;
import java.util.Objects;

/**
 * What a producer is made of.
 *
 * @param buffer where records wait; the producer closes it
 * @param target where they go; stays the caller's to close
 * @param deadLetters where those go that the target does not take
 * @param checkpoints where it is kept how far the producer has come
 * @param listener who hears what goes wrong
 * @param clock the time
 */
public record ProducerParts(
    Buffer buffer,
    Target target,
    DeadLetters deadLetters,
    WriteCheckpoints checkpoints,
    ProducerListener listener,
    InstantSource clock) {

  public ProducerParts {
    Objects.requireNonNull(buffer);
    Objects.requireNonNull(target);
    Objects.requireNonNull(deadLetters);
    Objects.requireNonNull(checkpoints);
    Objects.requireNonNull(listener);
    Objects.requireNonNull(clock);
  }

  /** Without checkpoints and listener, by the machine's timer. */
  public static ProducerParts of(Buffer buffer, Target target, DeadLetters deadLetters) {
    return new ProducerParts(
        buffer,
        target,
        deadLetters,
        WriteCheckpoints.NONE,
        ProducerListener.NONE,
        new SteadyClock());
  }

  public ProducerParts withCheckpoints(WriteCheckpoints other) {
    return new ProducerParts(buffer, target, deadLetters, other, listener, clock);
  }

  public ProducerParts withListener(ProducerListener other) {
    return new ProducerParts(buffer, target, deadLetters, checkpoints, other, clock);
  }

  public ProducerParts withClock(InstantSource other) {
    return new ProducerParts(buffer, target, deadLetters, checkpoints, listener, other);
  }
}
