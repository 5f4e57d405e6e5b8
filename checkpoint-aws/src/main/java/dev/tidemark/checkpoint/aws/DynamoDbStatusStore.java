package dev.tidemark.checkpoint.aws;

import dev.tidemark.checkpoint.ClaimId;
import dev.tidemark.checkpoint.Position;
import dev.tidemark.checkpoint.ShardKey;
import dev.tidemark.checkpoint.store.BatchKey;
import dev.tidemark.checkpoint.store.BatchPage;
import dev.tidemark.checkpoint.store.BatchRow;
import dev.tidemark.checkpoint.store.ClaimReply;
import dev.tidemark.checkpoint.store.CommitReply;
import dev.tidemark.checkpoint.store.CreateReply;
import dev.tidemark.checkpoint.store.EffectLimits;
import dev.tidemark.checkpoint.store.Effects;
import dev.tidemark.checkpoint.store.ReplaceReply;
import dev.tidemark.checkpoint.store.ShardClaim;
import dev.tidemark.checkpoint.store.ShardRow;
import dev.tidemark.checkpoint.store.StatusStore;
import dev.tidemark.checkpoint.store.StoreException;
import dev.tidemark.checkpoint.store.TakeOverReply;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;

/**
 * Status rows in the DynamoDB table of a {@link CheckpointTable}.
 *
 * <p>Every write but a commit is one {@code UpdateItem} or {@code PutItem} with a condition; when
 * it fails, the same reply brings the item back ({@code ReturnValuesOnConditionCheckFailure}), so
 * that nothing has to be read. A failed condition costs as many write units as the item that is
 * there. A shard row with two slots and the row of a batch that succeeded stay below 1 KB, one
 * write unit, also at 10,000 records. Reads are strongly consistent.
 *
 * <p>Needs {@code dynamodb:Query}, {@code PutItem} and {@code UpdateItem} on the table, and {@code
 * GetItem} for {@link #shard}, which no function calls. An item that this version cannot have
 * written is an error and is never overwritten.
 *
 * <p>Thread-safe; the client stays the caller's to close.
 */
public final class DynamoDbStatusStore implements StatusStore {

  /** A page of the largest rows stays far below the 1 MB that DynamoDB gives at once. */
  private static final int PAGE_SIZE = 25;

  private final DynamoDbClient client;
  private final String table;
  private final DynamoDbFailures failures;
  private final DynamoDbCommits commits;

  public DynamoDbStatusStore(DynamoDbClient client, CheckpointTable table) {
    this.client = Objects.requireNonNull(client);
    this.table = table.name();
    this.failures = new DynamoDbFailures(table.name());
    this.commits = new DynamoDbCommits(client, table.name(), failures, this::batchRow);
  }

  /**
   * {@inheritDoc}
   *
   * <p>Forgets at most 200 slots at once; the others stay for a later claim to forget.
   */
  @Override
  public ClaimReply claim(ShardClaim claim) {
    var request = ClaimUpdate.request(table, claim);
    return conditional(
        "UpdateItem",
        () ->
            new ClaimReply.Claimed(
                shardRow(claim.shard(), client.updateItem(request).attributes())),
        found ->
            found
                .map(item -> new ClaimReply.Refused(shardRow(claim.shard(), item)))
                .orElseThrow(() -> gone(claim.shard())));
  }

  private StoreException gone(ShardKey shard) {
    return new StoreException(
        StoreException.Kind.TRANSIENT,
        "the row of shard " + shard + " has gone from table '" + table + "' since it was read");
  }

  @Override
  public Optional<ShardRow> shard(ShardKey shard) {
    var request =
        GetItemRequest.builder()
            .tableName(table)
            .key(ShardItem.key(shard))
            .consistentRead(true)
            .build();
    return call("GetItem", () -> present(client.getItem(request).item()))
        .map(item -> shardRow(shard, item));
  }

  @Override
  public BatchPage batches(ShardKey shard, Position from, Optional<BatchKey> after) {
    QueryRequest request = query(shard, lowerBound(from, after));
    QueryResponse response = call("Query", () -> client.query(request));
    List<BatchRow> rows = response.items().stream().map(this::batchRow).toList();
    return new BatchPage(rows, present(response.lastEvaluatedKey()).map(this::batchKey));
  }

  private static String lowerBound(Position from, Optional<BatchKey> after) {
    String first = BatchItem.from(from);
    return after.map(BatchItem::behind).filter(key -> key.compareTo(first) > 0).orElse(first);
  }

  private QueryRequest query(ShardKey shard, String from) {
    var expression = new Expression();
    String condition =
        "%s AND %s BETWEEN %s AND %s"
            .formatted(
                expression.equal(CheckpointTable.PARTITION_KEY, Values.text(shard.toText())),
                expression.name(CheckpointTable.SORT_KEY),
                expression.value(Values.text(from)),
                expression.value(Values.text(BatchItem.END)));
    return QueryRequest.builder()
        .tableName(table)
        .keyConditionExpression(condition)
        .expressionAttributeNames(expression.names())
        .expressionAttributeValues(expression.values())
        .consistentRead(true)
        .scanIndexForward(true)
        .limit(PAGE_SIZE)
        .build();
  }

  @Override
  public CreateReply create(BatchRow row) {
    var request = BatchWrites.create(table, row);
    return this.<CreateReply>conditional(
        "PutItem",
        () -> {
          client.putItem(request);
          return new CreateReply.Created();
        },
        found ->
            found
                .map(item -> new CreateReply.AlreadyThere(batchRow(item)))
                .orElseThrow(() -> gone(row.shard())));
  }

  @Override
  public TakeOverReply takeOver(BatchRow seen, ClaimId owner, Instant leaseUntil) {
    var request = BatchWrites.takeOver(table, seen, owner, leaseUntil);
    return conditional(
        "UpdateItem",
        () -> new TakeOverReply.Taken(batchRow(client.updateItem(request).attributes())),
        found -> new TakeOverReply.Refused(found.map(this::batchRow)));
  }

  @Override
  public ReplaceReply replace(BatchRow row) {
    var request = BatchWrites.replace(table, row);
    return conditional(
        "PutItem",
        () -> {
          client.putItem(request);
          return new ReplaceReply.Replaced();
        },
        found -> new ReplaceReply.Fenced(found.map(this::batchRow)));
  }

  /** What DynamoDB takes in one transaction beside the row. */
  @Override
  public EffectLimits effectLimits() {
    return DynamoDbCommits.LIMITS;
  }

  /**
   * {@inheritDoc}
   *
   * <p>One {@code TransactWriteItems} of the row and all effects, which are {@link
   * DynamoDbEffects}; others are refused. DynamoDB takes two write units for each item in it and
   * each 1 KB of the item. When it refuses effects as a whole for their form, a few requests more
   * find out which.
   *
   * @throws IllegalArgumentException when the effects are more than the limits, or share a target
   */
  @Override
  public CommitReply commit(BatchRow row, List<Effects> effects) {
    return commits.commit(row, effects);
  }

  /**
   * @param otherwise what to answer when the condition failed, of the item as it stands
   */
  private <R> R conditional(
      String action,
      Supplier<? extends R> write,
      Function<Optional<Map<String, AttributeValue>>, ? extends R> otherwise) {
    return call(
        action,
        () -> {
          try {
            return write.get();
          } catch (ConditionalCheckFailedException e) {
            return otherwise.apply(present(e.item()));
          }
        });
  }

  private <R> R call(String action, Supplier<R> request) {
    try {
      return request.get();
    } catch (SdkException e) {
      throw failures.of(action, e);
    }
  }

  /** The SDK gives an empty map where there is nothing; every item has at least its key. */
  private static Optional<Map<String, AttributeValue>> present(Map<String, AttributeValue> item) {
    return Optional.of(item).filter(found -> !found.isEmpty());
  }

  private ShardRow shardRow(ShardKey shard, Map<String, AttributeValue> item) {
    return decode(ShardItem.key(shard), item, ShardItem::decode);
  }

  private BatchRow batchRow(Map<String, AttributeValue> item) {
    return decode(item, item, BatchItem::decode);
  }

  private BatchKey batchKey(Map<String, AttributeValue> key) {
    return decode(
        key, key, item -> BatchItem.batchKey(new ItemReader(item).text(CheckpointTable.SORT_KEY)));
  }

  private <R> R decode(
      Map<String, AttributeValue> key,
      Map<String, AttributeValue> item,
      Function<Map<String, AttributeValue>, R> decoder) {
    try {
      return decoder.apply(item);
    } catch (IllegalArgumentException e) {
      throw failures.unreadable(key, e);
    }
  }
}
