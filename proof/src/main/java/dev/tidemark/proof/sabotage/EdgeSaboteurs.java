package dev.tidemark.proof.sabotage;

import dev.tidemark.checkpoint.ClaimId;
import dev.tidemark.checkpoint.Delivery;
import dev.tidemark.checkpoint.Position;
import dev.tidemark.checkpoint.RecordError;
import dev.tidemark.checkpoint.ShardKey;
import dev.tidemark.checkpoint.SourceRecord;
import dev.tidemark.checkpoint.protocol.OrderMode;
import dev.tidemark.checkpoint.protocol.ProtocolSettings;
import dev.tidemark.checkpoint.protocol.RecordResult;
import dev.tidemark.checkpoint.protocol.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;

/** Bugs at the edges: what was delivered, what the handler said, what is answered. */
final class EdgeSaboteurs {

  private EdgeSaboteurs() {}

  /** Changes the answer. */
  private interface Answering extends Sabotage {
    Optional<Position> change(Delivery delivery, Response response);

    @Override
    default Optional<Position> answer(Delivery delivery, Response response) {
      return change(delivery, response);
    }
  }

  /** Changes the settings. */
  private interface Setting extends Sabotage {
    ProtocolSettings change(ProtocolSettings settings);

    @Override
    default ProtocolSettings settings(ProtocolSettings settings) {
      return change(settings);
    }
  }

  static List<Saboteur> answers() {
    return List.of(
        new Saboteur(
            "empty-failure-list",
            "The response names nothing, whatever is unfinished.",
            (Answering) (delivery, response) -> Optional.empty()),
        new Saboteur(
            "held-counts-as-finished",
            "What others hold is left out of the response.",
            (Answering)
                (delivery, response) ->
                    response.tally().heldByOthers() > 0
                        ? Optional.empty()
                        : response.lowestUnfinished()),
        new Saboteur(
            "lowest-compared-as-text",
            "The lowest of the unfinished positions is found by comparing text.",
            (Answering) EdgeSaboteurs::lowestAsText),
        new Saboteur(
            "highest-named",
            "The response names the last record of the delivery.",
            (Answering)
                (delivery, response) -> response.lowestUnfinished().map(low -> delivery.last())),
        new Saboteur(
            "next-named",
            "The response names a record that was not delivered.",
            (Answering)
                (delivery, response) ->
                    response
                        .lowestUnfinished()
                        .map(low -> new Position(low.sequenceNumber(), 9_999))),
        new Saboteur(
            "first-always-named",
            "The response names the first record of the delivery also when that is finished.",
            (Answering)
                (delivery, response) -> response.lowestUnfinished().map(low -> delivery.first())),
        new Saboteur(
            "trouble-counts-as-success",
            "When the store was down, nothing is named.",
            (Answering)
                (delivery, response) ->
                    response.trouble().isPresent()
                        ? Optional.empty()
                        : response.lowestUnfinished()));
  }

  private static Optional<Position> lowestAsText(Delivery delivery, Response response) {
    return response
        .lowestUnfinished()
        .map(
            lowest ->
                delivery.records().stream()
                    .map(SourceRecord::position)
                    .filter(position -> !position.isBefore(lowest))
                    .min(Comparator.comparing(position -> position.sequenceNumber().digits()))
                    .orElse(lowest));
  }

  static List<Saboteur> settings() {
    return List.of(
        new Saboteur(
            "order-forgotten",
            "Records run without regard to their keys.",
            (Setting) settings -> with(settings, settings.maxAttempts(), OrderMode.NONE)),
        new Saboteur(
            "one-attempt-too-many",
            "A record gets one attempt more than it is allowed.",
            (Setting) settings -> with(settings, settings.maxAttempts() + 1, settings.order())),
        new Saboteur(
            "one-attempt-too-few",
            "A record is given up one attempt too early.",
            (Setting)
                settings ->
                    with(settings, Math.max(1, settings.maxAttempts() - 1), settings.order())),
        new Saboteur(
            "no-margin-for-clocks",
            "A lease counts as over when the own clock says so, however clocks differ.",
            (Setting) EdgeSaboteurs::withoutMargin),
        new Saboteur("lease-outlived", "Records start after the lease is over.", new Outliving()));
  }

  private static ProtocolSettings with(ProtocolSettings old, int maxAttempts, OrderMode order) {
    return new ProtocolSettings(
        maxAttempts,
        order,
        old.concurrency(),
        old.groupSize(),
        old.reserve(),
        old.clockSkew(),
        old.retention());
  }

  private static ProtocolSettings withoutMargin(ProtocolSettings old) {
    return new ProtocolSettings(
        old.maxAttempts(),
        old.order(),
        old.concurrency(),
        old.groupSize(),
        old.reserve(),
        Duration.ZERO,
        old.retention());
  }

  private static final class Outliving implements Sabotage {
    @Override
    public Instant deadline(Instant deadline) {
      return deadline.plusSeconds(60);
    }
  }

  static List<Saboteur> deliveries() {
    return List.of(
        new Saboteur(
            "failure-counts-as-done",
            "A record that failed is recorded as done.",
            results((result, failed) -> isBad(result) ? new RecordResult.Succeeded() : result)),
        new Saboteur(
            "failure-counts-as-hopeless",
            "A record that is worth another attempt is given up.",
            results((result, failed) -> isBad(result) ? hopeless() : result)),
        new Saboteur(
            "store-fault-counts-as-failure",
            "A store fault exhausts the records of its invocation.",
            results((result, failed) -> failed ? hopeless() : result)),
        new Saboteur(
            "id-used-twice",
            "All invocations of a kind use the same claim id.",
            new Sabotage() {
              @Override
              public ClaimId id(ClaimId id) {
                return new ClaimId("i-" + id.value().charAt(id.value().length() - 1));
              }
            }),
        new Saboteur(
            "sub-sequence-ignored",
            "Of the records of an aggregate only the first is seen.",
            told(
                delivery ->
                    new Delivery(
                        delivery.shard(),
                        delivery.records().stream()
                            .filter(EdgeSaboteurs::isFirstOfMany)
                            .toList()))),
        new Saboteur(
            "shards-share-a-row",
            "The checkpoints of all shards are kept under one key.",
            told(delivery -> new Delivery(one(delivery.shard()), delivery.records()))));
  }

  private static boolean isBad(RecordResult result) {
    return result instanceof RecordResult.Failed || result instanceof RecordResult.Hopeless;
  }

  private static boolean isFirstOfMany(SourceRecord record) {
    return record.position().subSequenceNumber() == 0;
  }

  private static ShardKey one(ShardKey shard) {
    return new ShardKey(shard.consumer(), shard.stream(), "shardId-000000000000");
  }

  private static RecordResult hopeless() {
    return new RecordResult.Hopeless(new RecordError("Boom", "", ""));
  }

  private static Sabotage results(BiFunction<RecordResult, Boolean, RecordResult> change) {
    return new Sabotage() {
      @Override
      public RecordResult result(RecordResult result, boolean storeFailed) {
        return change.apply(result, storeFailed);
      }
    };
  }

  private static Sabotage told(UnaryOperator<Delivery> change) {
    return new Sabotage() {
      @Override
      public Delivery delivery(Delivery delivery) {
        return change.apply(delivery);
      }
    };
  }
}
