package dev.tidemark.producer;

import java.util.Objects;

/** What became of a record that was sent. */
public sealed interface Delivery {

  /** How often the record was part of a request that the target answered. */
  int attempts();

  /**
   * The record is durable at the target. It may be there more than once: when the reply to an
   * earlier request was lost, nobody knows whether that request landed.
   */
  record Written(TargetPosition position, int attempts) implements Delivery {
    public Written {
      Objects.requireNonNull(position);
    }
  }

  /**
   * The record was given up. It may be at the target all the same, when the reply to a request was
   * lost.
   *
   * @param cause what it takes to get it there
   * @param reason the target's words, on one line
   */
  record Undelivered(Cause cause, String reason, int attempts) implements Delivery {
    public Undelivered {
      Objects.requireNonNull(cause);
      Objects.requireNonNull(reason);
    }
  }

  /** Why a record was given up. */
  enum Cause {
    /** The target cannot take such a record: it is too large, for example. */
    REFUSED,
    /** The target failed it as often as the retry policy allows. */
    EXHAUSTED,
    /** There was no time left, or the thread was interrupted. */
    OUT_OF_TIME,
    /** A full buffer had to make room, as {@link Overflow.DropOldest} says. */
    DROPPED
  }
}
