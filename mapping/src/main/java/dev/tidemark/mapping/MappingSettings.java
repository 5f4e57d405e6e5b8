package dev.tidemark.mapping;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * The settings of an event source mapping, in the ranges and with the defaults of AWS.
 *
 * <p>Begin with {@link #defaults()} and change what differs; each wither checks its range and names
 * the setting, the value and the range when it is left.
 *
 * @param batching how records become batches
 * @param retrying how a failing batch is tried again
 * @param responseMode whether the function's response is read
 * @param startingPosition where a new mapping begins
 * @param onFailure where records that were given up are reported, if anywhere
 * @param filter which records the function gets; none means all
 */
public record MappingSettings(
    Batching batching,
    Retrying retrying,
    ResponseMode responseMode,
    StartingPosition startingPosition,
    Optional<OnFailureDestination> onFailure,
    Optional<RecordFilter> filter) {

  public MappingSettings {
    Objects.requireNonNull(batching, "batching");
    Objects.requireNonNull(retrying, "retrying");
    Objects.requireNonNull(responseMode, "responseMode");
    Objects.requireNonNull(startingPosition, "startingPosition");
    Objects.requireNonNull(onFailure, "onFailure");
    Objects.requireNonNull(filter, "filter");
  }

  /**
   * What AWS uses when nothing is set. The starting position has no default there; here it is
   * TRIM_HORIZON.
   */
  public static MappingSettings defaults() {
    return new MappingSettings(
        Batching.DEFAULT,
        Retrying.DEFAULT,
        ResponseMode.IGNORED,
        new StartingPosition.TrimHorizon(),
        Optional.empty(),
        Optional.empty());
  }

  /** 1..10000 records. */
  public MappingSettings withBatchSize(int batchSize) {
    return with(new Batching(batchSize, batching.window(), batching.parallelizationFactor()));
  }

  /** 0..300 s. */
  public MappingSettings withBatchingWindow(Duration window) {
    return with(new Batching(batching.batchSize(), window, batching.parallelizationFactor()));
  }

  /** 1..10 batches of a shard at once. */
  public MappingSettings withParallelizationFactor(int factor) {
    return with(new Batching(batching.batchSize(), batching.window(), factor));
  }

  /** 0..10000 retries, or -1 for no limit. */
  public MappingSettings withMaximumRetryAttempts(int attempts) {
    return with(
        new Retrying(
            RetryLimit.ofAttempts(attempts), retrying.recordAge(), retrying.wholeFailure()));
  }

  /** 60..604800 s, or -1 for no limit. */
  public MappingSettings withMaximumRecordAgeSeconds(int seconds) {
    return with(
        new Retrying(
            retrying.attempts(), RecordAgeLimit.ofSeconds(seconds), retrying.wholeFailure()));
  }

  /** Whether a batch that failed as a whole is split. */
  public MappingSettings withWholeFailure(WholeFailure wholeFailure) {
    return with(new Retrying(retrying.attempts(), retrying.recordAge(), wholeFailure));
  }

  /** Whether the function's response is read. */
  public MappingSettings withResponseMode(ResponseMode mode) {
    return new MappingSettings(batching, retrying, mode, startingPosition, onFailure, filter);
  }

  /** Where a new mapping begins. */
  public MappingSettings withStartingPosition(StartingPosition position) {
    return new MappingSettings(batching, retrying, responseMode, position, onFailure, filter);
  }

  /** Where records that were given up are reported. */
  public MappingSettings withOnFailure(OnFailureDestination destination) {
    return new MappingSettings(
        batching, retrying, responseMode, startingPosition, Optional.of(destination), filter);
  }

  /** Which records the function gets. */
  public MappingSettings withFilter(RecordFilter records) {
    return new MappingSettings(
        batching, retrying, responseMode, startingPosition, onFailure, Optional.of(records));
  }

  /** All records reach the function. */
  public MappingSettings withoutFilter() {
    return new MappingSettings(
        batching, retrying, responseMode, startingPosition, onFailure, Optional.empty());
  }

  private MappingSettings with(Batching changed) {
    return new MappingSettings(
        changed, retrying, responseMode, startingPosition, onFailure, filter);
  }

  private MappingSettings with(Retrying changed) {
    return new MappingSettings(
        batching, changed, responseMode, startingPosition, onFailure, filter);
  }
}
