package dev.tidemark.mapping;

import dev.tidemark.checkpoint.SequenceNumber;
import java.util.Objects;

/** What a function's response means for its batch when batch item failures are reported. */
public sealed interface FunctionResponse {

  /** Every record is done. */
  record WholeBatchSucceeded() implements FunctionResponse {}

  /**
   * Every record below this one is done; it and all behind it come again, also what succeeded.
   *
   * @param lowestFailed the lowest number returned, compared as a number; it is in the batch
   */
  record CheckpointAt(SequenceNumber lowestFailed) implements FunctionResponse {
    public CheckpointAt {
      Objects.requireNonNull(lowestFailed, "lowestFailed");
    }
  }

  /**
   * No record is done.
   *
   * @param reason why the response could not be followed
   */
  record WholeBatchFailed(Reason reason) implements FunctionResponse {
    /** Why a response fails the whole batch. */
    public enum Reason {
      /** An item's identifier is the empty text (recorded from AWS). */
      EMPTY_IDENTIFIER,
      /** An item's identifier is null (recorded from AWS). */
      NULL_IDENTIFIER,
      /** An item has no {@code itemIdentifier} (recorded from AWS). */
      NO_IDENTIFIER,
      /** An identifier names no record of this batch (recorded from AWS). */
      NOT_IN_BATCH,
      /** The response is of a form AWS says nothing about. */
      UNKNOWN_FORM
    }

    public WholeBatchFailed {
      Objects.requireNonNull(reason, "reason");
    }
  }
}
