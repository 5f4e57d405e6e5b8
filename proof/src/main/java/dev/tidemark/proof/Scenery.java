package dev.tidemark.proof;

import dev.tidemark.checkpoint.protocol.OrderMode;
import dev.tidemark.checkpoint.protocol.Pacing;
import dev.tidemark.checkpoint.protocol.ProtocolSettings;
import dev.tidemark.mapping.BackOff;
import dev.tidemark.mapping.MappingRules;
import dev.tidemark.mapping.MappingSettings;
import dev.tidemark.mapping.OnFailureDestination;
import dev.tidemark.mapping.OpenRules;
import dev.tidemark.mapping.RecordFilter;
import dev.tidemark.mapping.ResponseMode;
import dev.tidemark.mapping.WholeFailure;
import dev.tidemark.mapping.simulated.SimulatedMapping;
import java.time.Duration;
import java.time.Instant;

/** The settings of a world, all by its seed: those of the protocol and those of the mapping. */
final class Scenery {

  static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  static final Duration TIMEOUT = Duration.ofSeconds(60);
  static final Duration RETENTION = Duration.ofDays(8);
  static final Duration CLOCK_SKEW = Duration.ofSeconds(2);

  /** Lets the records through whose data is empty. */
  static final RecordFilter ONLY_EMPTY = data -> data.size() == 0;

  private static final OnFailureDestination DESTINATION =
      new OnFailureDestination("arn:aws:s3:::given-up");
  private static final BackOff BACK_OFF =
      BackOff.doubling(Duration.ofMillis(250), Duration.ofMinutes(1));

  final Dice dice;
  final boolean oneLane;
  final ProtocolSettings protocol;
  final Extras extras;
  final Policies policies;
  final OpenRules open;
  private MappingSettings mapping;

  Scenery(Dice dice, Extras extras, Dice policies) {
    this.dice = dice;
    this.extras = extras;
    this.oneLane = dice.oneIn(2);
    this.policies = new Policies(policies, oneLane);
    this.protocol = extras.of(protocol(dice, oneLane));
    this.open = open(dice);
    this.mapping = mapping(dice, oneLane);
  }

  private static ProtocolSettings protocol(Dice dice, boolean oneLane) {
    boolean groups = dice.oneIn(4);
    OrderMode order =
        switch (dice.below(6)) {
          case 0 -> OrderMode.NONE;
          case 1 -> oneLane ? OrderMode.PER_SHARD : OrderMode.PER_KEY;
          default -> OrderMode.PER_KEY;
        };
    return new ProtocolSettings(
        1 + dice.below(3),
        order,
        1 + dice.below(4),
        groups ? 2 + dice.below(4) : 1,
        Duration.ofSeconds(1),
        CLOCK_SKEW,
        RETENTION,
        new Pacing(
            Duration.ofSeconds(2 + dice.below(30)),
            1 + dice.below(12),
            Duration.ofSeconds(1 + dice.below(10))));
  }

  private static OpenRules open(Dice dice) {
    return OpenRules.DEFAULT
        .with(dice.pick(java.util.List.of(OpenRules.Suffix.values())))
        .with(dice.pick(java.util.List.of(OpenRules.Siblings.values())))
        .with(dice.pick(java.util.List.of(OpenRules.FirstReported.values())))
        .with(dice.pick(java.util.List.of(OpenRules.RetriesAfterAgeCut.values())));
  }

  private static MappingSettings mapping(Dice dice, boolean oneLane) {
    MappingSettings settings =
        MappingSettings.defaults()
            .withResponseMode(ResponseMode.REPORT_BATCH_ITEM_FAILURES)
            .withOnFailure(DESTINATION)
            .withBatchSize(1 + dice.below(8))
            .withParallelizationFactor(oneLane ? 1 : 1 + dice.below(4))
            .withWholeFailure(dice.oneIn(2) ? WholeFailure.BISECT : WholeFailure.RETRY_UNCHANGED);
    settings = dice.oneIn(5) ? settings.withMaximumRetryAttempts(dice.below(4)) : settings;
    settings =
        dice.oneIn(8) ? settings.withMaximumRecordAgeSeconds(60 + dice.below(200)) : settings;
    settings =
        dice.oneIn(4) ? settings.withBatchingWindow(Duration.ofSeconds(dice.below(6))) : settings;
    return dice.oneIn(4) ? settings.withFilter(ONLY_EMPTY) : settings;
  }

  MappingSettings mapping() {
    return mapping;
  }

  MappingRules rules(String shard) {
    return new MappingRules(SimulatedMapping.sourceOf(shard), mapping, open, BACK_OFF);
  }

  void changeFactor() {
    mapping = mapping.withParallelizationFactor(1 + dice.below(10));
  }

  void changeBatchSize() {
    mapping = mapping.withBatchSize(1 + dice.below(10));
  }

  void changeFilter() {
    mapping =
        policies
            .nextFilter()
            .map(mapping::withFilter)
            .orElseGet(
                () ->
                    mapping.filter().isPresent()
                        ? mapping.withoutFilter()
                        : mapping.withFilter(ONLY_EMPTY));
  }
}
