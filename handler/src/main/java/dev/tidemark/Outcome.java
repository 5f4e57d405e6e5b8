package dev.tidemark;

import dev.tidemark.checkpoint.store.Effects;
import java.util.Objects;
import java.util.Optional;

/** What a consumer says about a record that it was given. */
public sealed interface Outcome {

  /** The record is processed. It will not be given again. */
  static Outcome done() {
    return new Done(Optional.empty());
  }

  /**
   * The record is processed once these writes are committed, in the same transaction as its
   * checkpoint: both happen, or neither. If the status store will not take them, because a
   * condition in them does not hold for example, the record has failed, as with {@link #retry}.
   *
   * @param effects of the kind that the status store takes, {@code DynamoDbEffects} for the usual
   *     one
   */
  static Outcome done(Effects effects) {
    return new Done(Optional.of(effects));
  }

  /**
   * The record could not be processed, because something that it needs is down. That costs no
   * attempt. No other record is started in this invocation, and none in the next ones while the
   * circuit breaker is open; see {@link ConsumerSettings}.
   */
  static Outcome unavailable(Throwable cause) {
    return new Unavailable(cause);
  }

  /** The consumer does not want the record. It will not be given again, and counts as ignored. */
  static Outcome skip() {
    return new Skip();
  }

  /** The record failed; it is given again while attempts are left, and exhausted after the last. */
  static Outcome retry(Throwable cause) {
    return new Retry(cause);
  }

  /** The record failed and no attempt can help: it is exhausted at once. */
  static Outcome exhaust(Throwable cause) {
    return new Exhaust(cause);
  }

  /** See {@link #done()} and {@link #done(Effects)}. */
  record Done(Optional<Effects> effects) implements Outcome {
    public Done {
      Objects.requireNonNull(effects);
    }
  }

  /** See {@link #unavailable(Throwable)}. */
  record Unavailable(Throwable cause) implements Outcome {
    public Unavailable {
      Objects.requireNonNull(cause);
    }
  }

  /** See {@link #skip()}. */
  record Skip() implements Outcome {}

  /** See {@link #retry(Throwable)}. */
  record Retry(Throwable cause) implements Outcome {
    public Retry {
      Objects.requireNonNull(cause);
    }
  }

  /** See {@link #exhaust(Throwable)}. */
  record Exhaust(Throwable cause) implements Outcome {
    public Exhaust {
      Objects.requireNonNull(cause);
    }
  }
}
