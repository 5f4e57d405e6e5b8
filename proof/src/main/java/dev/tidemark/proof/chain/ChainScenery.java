package dev.tidemark.proof.chain;

import dev.tidemark.checkpoint.protocol.OrderMode;
import dev.tidemark.checkpoint.protocol.Pacing;
import dev.tidemark.checkpoint.protocol.ProtocolSettings;
import dev.tidemark.mapping.BackOff;
import dev.tidemark.mapping.MappingRules;
import dev.tidemark.mapping.MappingSettings;
import dev.tidemark.mapping.OpenRules;
import dev.tidemark.mapping.ResponseMode;
import dev.tidemark.mapping.WholeFailure;
import dev.tidemark.mapping.simulated.SimulatedMapping;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * The settings of a chain, by its seed.
 *
 * <p>Half of the chains remember next to nothing of what is settled. In them batches of a shard
 * come one at a time on both sides and no process of the enricher wakes up late: what docs/pipes.md
 * asks for. In the others everything goes, and enough is remembered for it.
 */
final class ChainScenery {

  static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  static final Duration TIMEOUT = Duration.ofSeconds(60);
  static final Duration RETENTION = Duration.ofDays(8);

  private static final int PLENTY = 1_000;
  private static final int ATTEMPTS = 100;
  private static final BackOff BACK_OFF =
      BackOff.doubling(Duration.ofMillis(250), Duration.ofMinutes(1));

  final boolean forgetful;
  final int memory;
  final ProtocolSettings protocol;

  private final Chance chance;
  private final MappingSettings enricher;
  private final MappingSettings reader;
  private final OpenRules open;

  ChainScenery(Chance chance) {
    this.chance = chance;
    this.forgetful = chance.oneIn(2);
    this.memory = forgetful ? chance.below(3) : PLENTY;
    this.protocol =
        new ProtocolSettings(
            ATTEMPTS,
            OrderMode.PER_KEY,
            1 + chance.below(4),
            1,
            Duration.ofSeconds(1),
            Duration.ofSeconds(2),
            RETENTION,
            new Pacing(
                Duration.ofSeconds(2 + chance.below(20)),
                1 + chance.below(12),
                Duration.ofSeconds(1 + chance.below(10))));
    this.enricher = mapping();
    this.reader = mapping();
    this.open =
        OpenRules.DEFAULT
            .with(chance.pick(List.of(OpenRules.Suffix.values())))
            .with(chance.pick(List.of(OpenRules.Siblings.values())))
            .with(chance.pick(List.of(OpenRules.FirstReported.values())));
  }

  private MappingSettings mapping() {
    return MappingSettings.defaults()
        .withResponseMode(ResponseMode.REPORT_BATCH_ITEM_FAILURES)
        .withBatchSize(1 + chance.below(8))
        .withParallelizationFactor(forgetful ? 1 : 1 + chance.below(3))
        .withWholeFailure(chance.oneIn(2) ? WholeFailure.BISECT : WholeFailure.RETRY_UNCHANGED);
  }

  /** Whether batches of a source shard come one at a time. */
  boolean oneAtATime() {
    return enricher.batching().parallelizationFactor() == 1;
  }

  MappingRules enricher(String shard) {
    return new MappingRules(SimulatedMapping.sourceOf(shard), enricher, open, BACK_OFF);
  }

  MappingRules reader(String shard) {
    return new MappingRules(SimulatedMapping.sourceOf(shard), reader, open, BACK_OFF);
  }
}
