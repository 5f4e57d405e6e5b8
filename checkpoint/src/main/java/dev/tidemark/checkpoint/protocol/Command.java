package dev.tidemark.checkpoint.protocol;

import dev.tidemark.checkpoint.ClaimId;
import dev.tidemark.checkpoint.Position;
import dev.tidemark.checkpoint.ShardKey;
import dev.tidemark.checkpoint.SourceRecord;
import dev.tidemark.checkpoint.store.BatchKey;
import dev.tidemark.checkpoint.store.BatchRow;
import dev.tidemark.checkpoint.store.Effects;
import dev.tidemark.checkpoint.store.ObjectKey;
import dev.tidemark.checkpoint.store.ShardClaim;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Something that an {@link Invocation} wants done. Each is answered by an {@link Event}. */
public sealed interface Command {

  /** A call to one of the stores. It may also be answered by {@link Event.CallFailed}. */
  sealed interface Call extends Command {}

  /** Answered by {@link Event.ShardClaimed}. */
  record ClaimShard(ShardClaim claim) implements Call {
    public ClaimShard {
      Objects.requireNonNull(claim);
    }
  }

  /** Answered by {@link Event.BatchesRead}. */
  record ReadBatches(ShardKey shard, Position from, Optional<BatchKey> after) implements Call {
    public ReadBatches {
      Objects.requireNonNull(shard);
      Objects.requireNonNull(from);
      Objects.requireNonNull(after);
    }
  }

  /** Read which records a batch holds from its payload. Answered by {@link Event.ManifestRead}. */
  record ReadManifest(ObjectKey payload) implements Call {
    public ReadManifest {
      Objects.requireNonNull(payload);
    }
  }

  /** Answered by {@link Event.BatchCreated}. */
  record CreateBatch(BatchRow row) implements Call {
    public CreateBatch {
      Objects.requireNonNull(row);
    }
  }

  /** Answered by {@link Event.BatchTaken}. */
  record TakeOverBatch(BatchRow seen, ClaimId owner, Instant leaseUntil) implements Call {
    public TakeOverBatch {
      Objects.requireNonNull(seen);
      Objects.requireNonNull(owner);
      Objects.requireNonNull(leaseUntil);
    }
  }

  /** Answered by {@link Event.BatchReplaced}. */
  record ReplaceBatch(BatchRow row) implements Call {
    public ReplaceBatch {
      Objects.requireNonNull(row);
    }
  }

  /**
   * Write a batch's row and effects in one transaction. Answered by {@link Event.BatchCommitted}.
   */
  record CommitBatch(BatchRow row, List<Effects> effects) implements Call {
    public CommitBatch {
      Objects.requireNonNull(row);
      effects = List.copyOf(effects);
    }
  }

  /** Store a batch's payload, in this order. Answered by {@link Event.PayloadStored}. */
  record StorePayload(ObjectKey key, List<SourceRecord> records) implements Call {
    public StorePayload {
      Objects.requireNonNull(key);
      records = List.copyOf(records);
    }
  }

  /**
   * Store exhausted records with their errors, and tell whoever wants to know. Answered by {@link
   * Event.ExhaustedStored}.
   */
  record StoreExhausted(ObjectKey key, List<ExhaustedRecord> records) implements Call {
    public StoreExhausted {
      Objects.requireNonNull(key);
      records = List.copyOf(records);
    }
  }

  /**
   * Hand these records to the handler, beside whatever else runs. Answered by one {@link
   * Event.RecordFinished} for each of them.
   */
  record Run(List<RecordStart> starts) implements Command {
    public Run {
      starts = List.copyOf(starts);
    }
  }

  /** Let this much time pass. Answered by {@link Event.Paused}. */
  record Pause(Duration length) implements Command {
    public Pause {
      Objects.requireNonNull(length);
    }
  }

  /**
   * Tell whoever sent {@link Event.CheckpointWanted} what became of it. Not answered.
   *
   * @param ticket as it was given
   * @param saved whether all is recorded that had finished by then
   */
  record AnswerCheckpoint(int ticket, Saved saved) implements Command {
    public AnswerCheckpoint {
      Objects.requireNonNull(saved);
    }
  }

  /** All is over; nothing is outstanding and no event is taken any more. */
  record Respond(Response response) implements Command {
    public Respond {
      Objects.requireNonNull(response);
    }
  }
}
