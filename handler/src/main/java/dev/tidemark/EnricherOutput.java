package dev.tidemark;

import java.util.Objects;

/**
 * Where an enricher writes, and what it says about that to readers.
 *
 * @param sink takes the records
 * @param source how batches of a source shard follow each other; readers forget sooner which
 *     records they have met when these come one at a time
 */
public record EnricherOutput(RecordSink sink, SourceBatches source) {

  /** How the event source mapping delivers batches of one shard. */
  public enum SourceBatches {
    /** One after the other: its parallelization factor is 1. */
    ONE_AT_A_TIME,
    /** Several at once, or that is not known. */
    SEVERAL_AT_ONCE
  }

  public EnricherOutput {
    Objects.requireNonNull(sink);
    Objects.requireNonNull(source);
  }

  /** For a mapping whose parallelization factor is 1, the default on AWS. */
  public static EnricherOutput to(RecordSink sink) {
    return new EnricherOutput(sink, SourceBatches.ONE_AT_A_TIME);
  }

  /** For a mapping whose parallelization factor is above 1. */
  public EnricherOutput ofSeveralBatchesAtOnce() {
    return new EnricherOutput(sink, SourceBatches.SEVERAL_AT_ONCE);
  }
}
