package dev.tidemark.checkpoint.protocol;

import dev.tidemark.checkpoint.RecordError;
import java.util.Objects;

/** What the handler made of a record. */
public sealed interface RecordResult {

  /** It is done. */
  record Succeeded() implements RecordResult {}

  /** The handler does not want it. */
  record Ignored() implements RecordResult {}

  /** It failed and is worth another attempt, if there is one left. */
  record Failed(RecordError error) implements RecordResult {
    public Failed {
      Objects.requireNonNull(error);
    }
  }

  /** It failed and no attempt can help. */
  record Hopeless(RecordError error) implements RecordResult {
    public Hopeless {
      Objects.requireNonNull(error);
    }
  }
}
