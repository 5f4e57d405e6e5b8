package dev.tidemark.checkpoint.aws;

import dev.tidemark.checkpoint.RecordError;
import dev.tidemark.checkpoint.store.BatchRow;
import dev.tidemark.checkpoint.store.CommitReply;
import dev.tidemark.checkpoint.store.EffectLimits;
import dev.tidemark.checkpoint.store.Effects;
import dev.tidemark.checkpoint.store.Ownership;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

/** Commits rows with effects, each with one {@code TransactWriteItems}. Thread-safe. */
final class DynamoDbCommits {

  static final EffectLimits LIMITS =
      new EffectLimits(DynamoDbEffects.MAX_WRITES, DynamoDbEffects.MAX_BYTES);

  private static final Set<String> MALFORMED =
      Set.of("ValidationException", "SerializationException");

  private final DynamoDbClient client;
  private final String table;
  private final DynamoDbFailures failures;
  private final Function<Map<String, AttributeValue>, BatchRow> decoder;

  /**
   * @param decoder reads a row's item
   */
  DynamoDbCommits(
      DynamoDbClient client,
      String table,
      DynamoDbFailures failures,
      Function<Map<String, AttributeValue>, BatchRow> decoder) {
    this.client = client;
    this.table = table;
    this.failures = failures;
    this.decoder = decoder;
  }

  CommitReply commit(BatchRow row, List<Effects> effects) {
    if (LIMITS.fit(effects) < effects.size()) {
      throw new IllegalArgumentException(
          effects.size() + " effects are more than one commit takes, or share a target");
    }
    Map<Integer, RecordError> unfit = unfit(row, effects);
    return unfit.isEmpty()
        ? commitOurs(row, effects.stream().map(DynamoDbEffects.class::cast).toList())
        : new CommitReply.Refused(unfit);
  }

  private CommitReply commitOurs(BatchRow row, List<DynamoDbEffects> effects) {
    var commit = new Commit(table, RowPut.commit(row), effects);
    try {
      client.transactWriteItems(commit.request());
      return new CommitReply.Committed();
    } catch (SdkException e) {
      Optional<String> malformed = malformed(commit, e);
      if (malformed.isPresent() && !effects.isEmpty()) {
        return refused(row, effects, malformed.get());
      }
      if (e instanceof TransactionCanceledException cancelled) {
        return new Cancellation(commit, cancelled).reply(decoder);
      }
      throw failures.ofCommit(commit, e);
    }
  }

  /**
   * DynamoDB refuses the request as a whole, for ever and whoever sends it, and does not say which
   * effects are to blame. The row and the effects are sent again on a condition that never holds:
   * DynamoDB looks at the form of a request first, so that the answer tells whether it would be
   * taken, and how the row stands.
   */
  private CommitReply refused(BatchRow row, List<DynamoDbEffects> effects, String refusal) {
    Optional<BatchRow> found = found(row);
    if (!isExpected(row, found)) {
      return new CommitReply.Fenced(found);
    }
    var culprits = new Culprits(effects, more -> refusal(row, more)).find(refusal);
    var reasons = new HashMap<Integer, RecordError>();
    culprits.forEach((place, why) -> reasons.put(place, CommitReply.Refused.error(why)));
    return new CommitReply.Refused(reasons);
  }

  private Optional<BatchRow> found(BatchRow row) {
    var look = new Commit(table, RowPut.never(row), List.of());
    try {
      client.transactWriteItems(look.request());
      throw new IllegalStateException("a condition that never holds did");
    } catch (TransactionCanceledException e) {
      var cancellation = new Cancellation(look, e);
      if (!cancellation.isFenced()) {
        throw cancellation.unanswered();
      }
      return cancellation.row().map(decoder);
    } catch (SdkException e) {
      throw failures.ofCommit(look, e);
    }
  }

  private static boolean isExpected(BatchRow row, Optional<BatchRow> found) {
    Ownership writer = row.ownership();
    return writer.revision() == 1
        ? found.isEmpty()
        : found
            .map(BatchRow::ownership)
            .filter(owner -> owner.owner().equals(writer.owner()))
            .filter(owner -> owner.revision() == writer.revision() - 1)
            .isPresent();
  }

  private Optional<String> refusal(BatchRow row, List<DynamoDbEffects> effects) {
    var probe = new Commit(table, RowPut.never(row), effects);
    try {
      client.transactWriteItems(probe.request());
      throw new IllegalStateException("a condition that never holds did");
    } catch (SdkException e) {
      Optional<String> malformed = malformed(probe, e);
      if (malformed.isEmpty() && !(e instanceof TransactionCanceledException)) {
        throw failures.ofCommit(probe, e);
      }
      return malformed;
    }
  }

  /** What DynamoDB says against the form of the whole request, absent when it is anything else. */
  private static Optional<String> malformed(Commit commit, SdkException e) {
    if (e instanceof TransactionCanceledException cancelled) {
      return new Cancellation(commit, cancelled).malformed().map(why -> refusal(commit, why));
    }
    return Optional.of(e)
        .filter(AwsServiceException.class::isInstance)
        .map(AwsServiceException.class::cast)
        .filter(service -> MALFORMED.contains(SdkFailures.code(service)))
        .map(service -> refusal(commit, service.awsErrorDetails().errorMessage()));
  }

  private static String refusal(Commit commit, @Nullable String message) {
    List<EffectWrite> writes =
        commit.effects().stream().flatMap(one -> one.writes().stream()).toList();
    return "DynamoDB takes no transaction with these effects (ValidationException)"
        + EffectWords.explained(Objects.requireNonNullElse(message, ""), writes);
  }

  private Map<Integer, RecordError> unfit(BatchRow row, List<Effects> effects) {
    Map<String, AttributeValue> key = BatchItem.key(row.shard(), row.key());
    String rowItself = EffectTarget.of("row", table, key).name();
    var unfit = new HashMap<Integer, RecordError>();
    for (int i = 0; i < effects.size(); i++) {
      if (!(effects.get(i) instanceof DynamoDbEffects ours)) {
        String name = effects.get(i).getClass().getSimpleName();
        unfit.put(
            i,
            CommitReply.Refused.error(
                name + " is of another store: DynamoDB takes DynamoDbEffects"));
      } else if (ours.targets().contains(rowItself)) {
        unfit.put(
            i,
            CommitReply.Refused.error(
                "a write is to the checkpoint's own row in table '" + table + "'"));
      }
    }
    return unfit;
  }
}
