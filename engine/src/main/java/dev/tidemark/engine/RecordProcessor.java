package dev.tidemark.engine;

import dev.tidemark.checkpoint.protocol.RecordResult;
import dev.tidemark.checkpoint.protocol.RecordStart;
import java.util.List;

/**
 * What is done with records. Implementations are called from several threads at once and return a
 * result instead of throwing; an exception that gets out counts as a failed attempt.
 */
public sealed interface RecordProcessor {

  /** Processes one record. */
  @FunctionalInterface
  non-sealed interface OneByOne extends RecordProcessor {
    RecordResult process(RecordStart start);
  }

  /** Processes several records together, one group at a time. */
  @FunctionalInterface
  non-sealed interface Together extends RecordProcessor {
    /**
     * @param starts in order of position, at least one
     * @return one result for each start, in the same order
     */
    List<RecordResult> process(List<RecordStart> starts);
  }
}
