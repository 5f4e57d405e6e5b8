package dev.tidemark.checkpoint.protocol;

import dev.tidemark.checkpoint.RecordError;
import dev.tidemark.checkpoint.store.Effects;
import java.util.Objects;
import java.util.Optional;

/** What the handler made of a record. */
public sealed interface RecordResult {

  /**
   * It is done.
   *
   * @param effects what is to become durable together with that; only then is it done
   */
  record Succeeded(Optional<Effects> effects) implements RecordResult {
    public Succeeded {
      Objects.requireNonNull(effects);
    }

    /** It is done, and all its effects have happened. */
    public Succeeded() {
      this(Optional.empty());
    }
  }

  /** The handler does not want it. */
  record Ignored() implements RecordResult {}

  /** It failed and is worth another attempt, if there is one left. */
  record Failed(RecordError error) implements RecordResult {
    public Failed {
      Objects.requireNonNull(error);
    }
  }

  /**
   * It could not be tried, since something that it needs is down. That costs no attempt, and
   * nothing more is started in this invocation.
   */
  record Deferred(RecordError reason) implements RecordResult {
    public Deferred {
      Objects.requireNonNull(reason);
    }
  }

  /**
   * It could not be tried just now, for a reason of its own. That costs no attempt: it is tried
   * again with the next delivery, or as settings say inside the invocation.
   */
  record Busy(RecordError reason) implements RecordResult {
    public Busy {
      Objects.requireNonNull(reason);
    }
  }

  /** It failed and no attempt can help. */
  record Hopeless(RecordError error) implements RecordResult {
    public Hopeless {
      Objects.requireNonNull(error);
    }
  }
}
