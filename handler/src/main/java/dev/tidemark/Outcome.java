package dev.tidemark;

import java.util.Objects;

/** What a consumer says about a record that it was given. */
public sealed interface Outcome {

  /** The record is processed. It will not be given again. */
  static Outcome done() {
    return new Done();
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

  /** See {@link #done()}. */
  record Done() implements Outcome {}

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
