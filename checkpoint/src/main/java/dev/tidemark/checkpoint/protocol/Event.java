package dev.tidemark.checkpoint.protocol;

import dev.tidemark.checkpoint.Manifest;
import dev.tidemark.checkpoint.store.BatchPage;
import dev.tidemark.checkpoint.store.ClaimReply;
import dev.tidemark.checkpoint.store.CommitReply;
import dev.tidemark.checkpoint.store.CreateReply;
import dev.tidemark.checkpoint.store.ReplaceReply;
import dev.tidemark.checkpoint.store.StoreException;
import dev.tidemark.checkpoint.store.TakeOverReply;
import java.util.Objects;
import java.util.Optional;

/** Something that happened to an {@link Invocation}: the answer to a {@link Command}. */
public sealed interface Event {

  /** Answers {@link Command.ClaimShard}. */
  record ShardClaimed(ClaimReply reply) implements Event {
    public ShardClaimed {
      Objects.requireNonNull(reply);
    }
  }

  /** Answers {@link Command.ReadBatches}. */
  record BatchesRead(BatchPage page) implements Event {
    public BatchesRead {
      Objects.requireNonNull(page);
    }
  }

  /** Answers {@link Command.ReadManifest}; absent when there is no such payload. */
  record ManifestRead(Optional<Manifest> manifest) implements Event {
    public ManifestRead {
      Objects.requireNonNull(manifest);
    }
  }

  /** Answers {@link Command.CreateBatch}. */
  record BatchCreated(CreateReply reply) implements Event {
    public BatchCreated {
      Objects.requireNonNull(reply);
    }
  }

  /** Answers {@link Command.TakeOverBatch}. */
  record BatchTaken(TakeOverReply reply) implements Event {
    public BatchTaken {
      Objects.requireNonNull(reply);
    }
  }

  /** Answers {@link Command.ReplaceBatch}. */
  record BatchReplaced(ReplaceReply reply) implements Event {
    public BatchReplaced {
      Objects.requireNonNull(reply);
    }
  }

  /** Answers {@link Command.CommitBatch}. */
  record BatchCommitted(CommitReply reply) implements Event {
    public BatchCommitted {
      Objects.requireNonNull(reply);
    }
  }

  /** Answers {@link Command.StorePayload}: it is durable. */
  record PayloadStored() implements Event {}

  /** Answers {@link Command.StoreExhausted}: they are durable. */
  record ExhaustedStored() implements Event {}

  /**
   * A call did not answer: it may have landed or not.
   *
   * @param call the call
   * @param kind what would help
   * @param message one line for a person
   */
  record CallFailed(Command.Call call, StoreException.Kind kind, String message) implements Event {
    public CallFailed {
      Objects.requireNonNull(call);
      Objects.requireNonNull(kind);
      Objects.requireNonNull(message);
    }
  }

  /** Answers {@link Command.Pause}. */
  record Paused() implements Event {}

  /** The time that {@link Invocation#alarm()} named has come. */
  record Alarm() implements Event {}

  /**
   * A handler that runs wants recorded what has finished so far. Answered by {@link
   * Command.AnswerCheckpoint}, while the handler goes on waiting.
   *
   * @param ticket names it in the answer
   */
  record CheckpointWanted(int ticket) implements Event {}

  /** A record that {@link Command.Run} started has come to an end. */
  record RecordFinished(int index, RecordResult result) implements Event {
    public RecordFinished {
      Objects.requireNonNull(result);
    }
  }
}
