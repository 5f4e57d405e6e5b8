package dev.tidemark.checkpoint.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tidemark.checkpoint.BatchSpan;
import dev.tidemark.checkpoint.BatchStatus;
import dev.tidemark.checkpoint.Bytes;
import dev.tidemark.checkpoint.ClaimId;
import dev.tidemark.checkpoint.IndexSet;
import dev.tidemark.checkpoint.Position;
import dev.tidemark.checkpoint.ShardKey;
import dev.tidemark.checkpoint.store.BatchRow;
import dev.tidemark.checkpoint.store.Ownership;
import dev.tidemark.checkpoint.store.Progress;
import dev.tidemark.checkpoint.store.RowTimes;
import dev.tidemark.checkpoint.store.ShardClaim;
import dev.tidemark.checkpoint.store.Slot;
import dev.tidemark.checkpoint.store.StoreException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** An item that this version cannot have written is an error, and no write changes it. */
@ExtendWith(LocalServices.class)
final class UnreadableItemTest {

  private static final Position AT = Position.of("7");
  private static final BatchSpan SPAN = new BatchSpan(AT, AT, 1, Instant.EPOCH);

  private final LocalServices.Clients clients;
  private final DynamoDbStatusStore store;
  private final ShardKey shard = new ShardKey("u-" + UUID.randomUUID(), "stream", "shardId-0");

  UnreadableItemTest(LocalServices.Clients clients) {
    this.clients = clients;
    this.store = new DynamoDbStatusStore(clients.dynamoDb(), clients.table());
  }

  private ShardClaim claim() {
    return new ShardClaim.Fresh(
        shard, new Slot(new ClaimId("c"), SPAN, Instant.EPOCH, 1), Set.of());
  }

  private BatchRow row(int revision) {
    return new BatchRow(
        shard,
        new ClaimId("c"),
        SPAN,
        BatchStatus.FAILED,
        new Ownership(new ClaimId("c"), Instant.EPOCH, 1, revision),
        Progress.NONE,
        Optional.empty(),
        new RowTimes(Instant.EPOCH, Instant.EPOCH, Optional.empty()));
  }

  @Test
  void aShardItem() {
    store.claim(claim());
    Map<String, AttributeValue> written = item(ShardItem.key(shard));

    for (Map<String, AttributeValue> foreign :
        List.of(
            with(written, "v", Values.number(2)),
            with(written, "more", Values.text("x")),
            with(written, "frontier", Values.number(7)),
            with(written, "frontier", Values.text("7")),
            with(written, "version", Values.text("1")),
            with(written, "s#c", Values.text("0017")),
            with(written, "s#c", Values.text("0017 0017 1 0 0.0000000001 1")),
            without(written, "v"),
            without(written, "frontier"))) {
      put(foreign);

      assertUnreadable("/SHARD", () -> store.claim(claim()));
      assertUnreadable("/SHARD", () -> store.shard(shard));
      assertThat(item(ShardItem.key(shard))).isEqualTo(foreign);
    }
  }

  @Test
  void aBatchItem() {
    store.create(row(1));
    Map<String, AttributeValue> key = BatchItem.key(shard, row(1).key());
    Map<String, AttributeValue> written = item(key);
    var beyond = Values.bytes(IndexSet.of(1).encode());

    for (Map<String, AttributeValue> foreign :
        List.of(
            with(written, "v", Values.number(2)),
            with(written, "more", Values.text("x")),
            with(written, "status", Values.text("DONE")),
            with(written, "count", Values.number(0)),
            with(written, "lease", AttributeValue.fromN("0.0000000001")),
            with(written, "owner", Values.text("a b")),
            with(written, "low", beyond),
            with(written, "high", Values.bytes(Bytes.EMPTY)),
            with(written, "attempts", Values.text("1")),
            with(written, "rest", Values.text("FAILED")),
            with(
                with(written, "rest", Values.text("SUCCEEDED")),
                "low",
                Values.bytes(IndexSet.of(0).encode())),
            without(written, "v"),
            without(written, "revision"))) {
      put(foreign);

      assertUnreadable("/BATCH#0017#c", () -> store.create(row(1)));
      assertUnreadable("/BATCH#0017#c", () -> store.batches(shard, AT, Optional.empty()));
    }
  }

  @Test
  void aBatchItemOfAnotherFormatIsNotOverwritten() {
    store.create(row(1));
    Map<String, AttributeValue> key = BatchItem.key(shard, row(1).key());
    Map<String, AttributeValue> foreign = with(item(key), "v", Values.number(2));
    put(foreign);

    assertUnreadable("/BATCH#0017#c", () -> store.replace(row(2)));
    assertUnreadable(
        "/BATCH#0017#c", () -> store.takeOver(row(1), new ClaimId("d"), Instant.EPOCH));

    assertThat(item(key)).isEqualTo(foreign);
  }

  private void assertUnreadable(String key, Runnable call) {
    StoreException failure = catchThrowableOfType(StoreException.class, call::run);

    assertThat(failure).isNotNull();
    assertThat(failure.kind()).isEqualTo(StoreException.Kind.MISCONFIGURED);
    assertThat(failure)
        .hasMessageContaining(
            "item " + shard.toText() + key + " of DynamoDB table '" + clients.table().name())
        .hasMessageContaining("written by another version?");
  }

  private void put(Map<String, AttributeValue> item) {
    clients.dynamoDb().putItem(r -> r.tableName(clients.table().name()).item(item));
  }

  private Map<String, AttributeValue> item(Map<String, AttributeValue> key) {
    return clients
        .dynamoDb()
        .getItem(r -> r.tableName(clients.table().name()).key(key).consistentRead(true))
        .item();
  }

  private static Map<String, AttributeValue> with(
      Map<String, AttributeValue> item, String name, AttributeValue value) {
    Map<String, AttributeValue> changed = new HashMap<>(item);
    changed.put(name, value);
    return changed;
  }

  private static Map<String, AttributeValue> without(
      Map<String, AttributeValue> item, String name) {
    Map<String, AttributeValue> changed = new HashMap<>(item);
    changed.remove(name);
    return changed;
  }
}
