package dev.tidemark.checkpoint.aws;

import dev.tidemark.checkpoint.RecordError;
import dev.tidemark.checkpoint.store.BatchRow;
import dev.tidemark.checkpoint.store.CommitReply;
import dev.tidemark.checkpoint.store.StoreException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

/**
 * What a cancelled transaction means. The codes are those of "TransactWriteItems" in DynamoDB's API
 * reference: one for each item, in order.
 *
 * <ol>
 *   <li>If the row's condition does not hold, nothing else matters: the writer is fenced.
 *   <li>If the row's condition was not looked at, the effects' conditions say nothing about the
 *       record: they may not hold because an earlier try has landed.
 *   <li>What stays goes before what passes: a refused effect is refused whatever is in the way of
 *       another one.
 * </ol>
 */
final class Cancellation {

  private static final String NONE = "None";
  private static final String CONDITION = "ConditionalCheckFailed";
  private static final String VALIDATION = "ValidationError";
  private static final String COLLECTION_SIZE = "ItemCollectionSizeLimitExceeded";

  private static final Set<String> PASSING =
      Set.of(
          "TransactionConflict",
          "ThrottlingError",
          "ProvisionedThroughputExceeded",
          "TransactionInProgress");

  private final Commit commit;
  private final TransactionCanceledException answer;
  private final List<CancellationReason> reasons;

  Cancellation(Commit commit, TransactionCanceledException answer) {
    this.commit = commit;
    this.answer = answer;
    this.reasons = answer.cancellationReasons();
  }

  /**
   * @param decoder reads the row's item
   * @throws StoreException when it is neither the row nor effects
   */
  CommitReply reply(Function<Map<String, AttributeValue>, BatchRow> decoder) {
    List<Commit.Place> places = commit.places();
    if (!isOneEach()) {
      throw failure(
          StoreException.Kind.TRANSIENT,
          "with " + reasons.size() + " reasons, which is not one each");
    }
    String rowCode = code(reasons.get(0));
    if (rowCode.equals(CONDITION)) {
      return new CommitReply.Fenced(row().map(decoder));
    }
    Map<Integer, RecordError> refused = rowCode.equals(NONE) ? refused(places) : Map.of();
    if (refused.isEmpty()) {
      throw unanswered();
    }
    return new CommitReply.Refused(refused);
  }

  private boolean isOneEach() {
    return reasons.size() == commit.places().size() + 1;
  }

  /**
   * What is said against the request as a whole. DynamoDB Local answers some of what DynamoDB
   * answers with a {@code ValidationException} with a single reason for all items.
   */
  Optional<String> malformed() {
    return reasons.stream()
        .filter(reason -> !isOneEach() && code(reason).equals(VALIDATION))
        .map(reason -> Objects.requireNonNullElse(reason.message(), VALIDATION))
        .findFirst();
  }

  /** The row's item as it stands, if its condition failed. */
  Optional<Map<String, AttributeValue>> row() {
    return reasons.stream()
        .limit(1)
        .filter(reason -> code(reason).equals(CONDITION))
        .map(CancellationReason::item)
        .filter(item -> !item.isEmpty())
        .findFirst();
  }

  /** Whether the row's condition was looked at and failed. */
  boolean isFenced() {
    return !reasons.isEmpty() && code(reasons.get(0)).equals(CONDITION);
  }

  /** Effects with several refused writes give the first as the reason. */
  private Map<Integer, RecordError> refused(List<Commit.Place> places) {
    var refused = new HashMap<Integer, RecordError>();
    for (int i = 0; i < places.size(); i++) {
      Commit.Place place = places.get(i);
      why(place, reasons.get(i + 1))
          .ifPresent(why -> refused.putIfAbsent(place.effects(), CommitReply.Refused.error(why)));
    }
    return refused;
  }

  private Optional<String> why(Commit.Place place, CancellationReason reason) {
    List<EffectWrite> writes = commit.effects().get(place.effects()).writes();
    String where = EffectWords.write(writes, place.write());
    return switch (code(reason)) {
      case CONDITION -> Optional.of("the condition of " + where + " does not hold");
      case COLLECTION_SIZE -> Optional.of("%s: %s".formatted(where, COLLECTION_SIZE));
      case VALIDATION ->
          Optional.of("%s: %s%s".formatted(where, VALIDATION, explained(writes, reason)));
      default -> Optional.empty();
    };
  }

  private static String explained(List<EffectWrite> writes, CancellationReason reason) {
    return EffectWords.explained(Objects.requireNonNullElse(reason.message(), ""), writes);
  }

  /** It says nothing of the row and the effects. */
  StoreException unanswered() {
    Set<String> codes =
        reasons.stream()
            .map(Cancellation::code)
            .filter(code -> !code.equals(NONE))
            .collect(Collectors.toCollection(TreeSet::new));
    boolean isPassing = codes.stream().anyMatch(PASSING::contains);
    return failure(
        isPassing ? StoreException.Kind.TRANSIENT : StoreException.Kind.MISCONFIGURED,
        "because of " + String.join(", ", codes));
  }

  private StoreException failure(StoreException.Kind kind, String why) {
    return new StoreException(
        kind, "%s was cancelled %s".formatted(DynamoDbFailures.commit(commit), why), answer);
  }

  private static String code(CancellationReason reason) {
    return Objects.requireNonNullElse(reason.code(), NONE);
  }
}
