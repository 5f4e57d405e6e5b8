package dev.tidemark.engine;

import dev.tidemark.checkpoint.protocol.RecordResult;
import dev.tidemark.checkpoint.protocol.RecordStart;
import dev.tidemark.checkpoint.protocol.Saved;
import java.util.List;

/**
 * What is done with records. Implementations are called from several threads at once and return a
 * result instead of throwing; an exception that gets out counts as a failed attempt.
 */
public sealed interface RecordProcessor {

  /** Processes one record. */
  @FunctionalInterface
  non-sealed interface OneByOne extends RecordProcessor {
    /**
     * @param checkpoints to have recorded what other records have come to
     */
    RecordResult process(RecordStart start, Checkpoints checkpoints);
  }

  /** Processes several records together, one group at a time. */
  @FunctionalInterface
  non-sealed interface Together extends RecordProcessor {
    /**
     * @param starts in order of position, at least one
     * @param group to finish records before the others, and to have that recorded
     * @return one result for each start, in the same order; for a record that was finished before,
     *     any
     */
    List<RecordResult> process(List<RecordStart> starts, Group group);
  }

  /** Records what has finished, when code asks for it. Thread-safe. */
  interface Checkpoints {
    /**
     * Has everything recorded that has finished so far, and waits until that is durable.
     *
     * @return whether it is
     * @throws InterruptedException when the calling thread is interrupted meanwhile
     */
    Saved checkpoint() throws InterruptedException;
  }

  /** A group of records under way. Thread-safe. */
  interface Group extends Checkpoints {
    /**
     * A record has come to its end before the group has. Only the first time counts.
     *
     * @param place its place in the group
     */
    void finish(int place, RecordResult result);
  }
}
