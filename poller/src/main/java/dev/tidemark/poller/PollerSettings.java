package dev.tidemark.poller;

import dev.tidemark.ConsumerSettings;
import dev.tidemark.checkpoint.protocol.CheckpointMode;
import dev.tidemark.poller.lease.StartRule;
import dev.tidemark.poller.shard.ReadingPace;
import dev.tidemark.poller.shard.SaveRule;
import java.util.Objects;
import java.util.Optional;

/**
 * What a poller runs by.
 *
 * @param consumer what its consumer runs by. Its mode says whether checkpoints are kept: with
 *     {@link CheckpointMode#OFF} there are none, nothing saved counts, and the shards are not
 *     shared with other processes
 * @param start where to begin when no position is saved; at the beginning when it is absent
 * @param reading how fast shards are read
 * @param saving when positions are saved
 * @param limits what is done about positions that cannot be saved
 * @param timing how long it waits for what
 */
public record PollerSettings(
    ConsumerSettings consumer,
    Optional<StartPoint> start,
    ReadingPace reading,
    SaveRule saving,
    SaveLimits limits,
    Timing timing) {

  public PollerSettings {
    Objects.requireNonNull(consumer);
    Objects.requireNonNull(start);
    Objects.requireNonNull(reading);
    Objects.requireNonNull(saving);
    Objects.requireNonNull(limits);
    Objects.requireNonNull(timing);
  }

  /** The usual numbers, from the beginning. */
  public static PollerSettings of(ConsumerSettings consumer) {
    return new PollerSettings(
        consumer,
        Optional.empty(),
        ReadingPace.DEFAULTS,
        SaveRule.DEFAULTS,
        SaveLimits.DEFAULTS,
        Timing.DEFAULTS);
  }

  /** Whether checkpoints are kept. */
  public boolean keepsCheckpoints() {
    return consumer.protocol().durability().mode() != CheckpointMode.OFF;
  }

  StartRule startRule() {
    return keepsCheckpoints() ? StartRule.WITH_CHECKPOINTS : StartRule.WITHOUT_CHECKPOINTS;
  }

  /** The same, beginning there when no position is saved. */
  public PollerSettings withStart(StartPoint start) {
    return new PollerSettings(consumer, Optional.of(start), reading, saving, limits, timing);
  }

  /** The same, reading at another pace. */
  public PollerSettings withReading(ReadingPace reading) {
    return new PollerSettings(consumer, start, reading, saving, limits, timing);
  }

  /** The same, saving positions by another rule. */
  public PollerSettings withSaving(SaveRule saving) {
    return new PollerSettings(consumer, start, reading, saving, limits, timing);
  }

  /** The same with other limits for saving positions. */
  public PollerSettings withLimits(SaveLimits limits) {
    return new PollerSettings(consumer, start, reading, saving, limits, timing);
  }

  /** The same, waiting longer or shorter. */
  public PollerSettings withTiming(Timing timing) {
    return new PollerSettings(consumer, start, reading, saving, limits, timing);
  }
}
