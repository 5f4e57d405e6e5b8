package dev.tidemark.mapping;

import dev.tidemark.checkpoint.SequenceNumber;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/** What the driver of a {@link ShardMapping} has to do next, in the order of the list. */
public sealed interface Command {

  /**
   * Invoke the function with these records, and tell the mapping how it ended.
   *
   * @param batch this delivery; the result is reported under it
   * @param requestId the id the invocation is to have
   * @param records 1 or more, in the order of the shard
   */
  record Invoke(BatchId batch, RequestId requestId, List<MappedRecord> records) implements Command {
    public Invoke {
      Objects.requireNonNull(batch, "batch");
      Objects.requireNonNull(requestId, "requestId");
      records = List.copyOf(records);
    }
  }

  /**
   * Send the message; the mapping goes on whether or not that works.
   *
   * @param message what the destination gets
   */
  record SendToDestination(FailureMessage message) implements Command {
    public SendToDestination {
      Objects.requireNonNull(message, "message");
    }
  }

  /**
   * Nothing to do but to note: these records are accounted for and never come again.
   *
   * @param records in the order of the shard
   * @param fate what became of them
   */
  record MovePast(List<SequenceNumber> records, Fate fate) implements Command {
    public MovePast {
      records = List.copyOf(records);
      Objects.requireNonNull(fate, "fate");
    }
  }

  /**
   * Call {@link ShardMapping#elapsed} at this time, unless something else happens before. Stands
   * last, at most once; without it only a result or a new record can move the mapping.
   *
   * @param time when
   */
  record WaitUntil(Instant time) implements Command {
    public WaitUntil {
      Objects.requireNonNull(time, "time");
    }
  }

  /** How a record was accounted for. */
  enum Fate {
    /** The function was given it and did not fail it. */
    SUCCEEDED,
    /** The filter kept it from the function. */
    FILTERED_OUT,
    /** Given up and reported to the on-failure destination. */
    REPORTED,
    /** Given up with no destination to report it to. */
    DISCARDED
  }
}
