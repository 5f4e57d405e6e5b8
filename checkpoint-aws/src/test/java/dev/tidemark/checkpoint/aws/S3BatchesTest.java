package dev.tidemark.checkpoint.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.checkpoint.BatchSpan;
import dev.tidemark.checkpoint.Bytes;
import dev.tidemark.checkpoint.ClaimId;
import dev.tidemark.checkpoint.Position;
import dev.tidemark.checkpoint.SequenceNumber;
import dev.tidemark.checkpoint.ShardKey;
import dev.tidemark.checkpoint.protocol.PayloadKeys;
import dev.tidemark.checkpoint.protocol.StoredBatch;
import dev.tidemark.checkpoint.store.ObjectKey;
import dev.tidemark.checkpoint.store.StoreException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.core.sync.RequestBody;

@ExtendWith(LocalServices.class)
class S3BatchesTest {

  private static final String PREFIX = "tidemark/";

  /** One more than a request lists. */
  private static final int MANY = 1_001;

  private final LocalServices.Clients clients;
  private final String consumer = "consumer-" + UUID.randomUUID();
  private final S3Batches batches;

  S3BatchesTest(LocalServices.Clients clients) {
    this.clients = clients;
    this.batches = new S3Batches(clients.s3(), clients.bucket(), PREFIX);
  }

  private ObjectKey stored(String of, String shard, long last) {
    var span = new BatchSpan(Position.of("1"), position(last), 1, Instant.EPOCH);
    var key = PayloadKeys.batch(new ShardKey(of, "orders", shard), new ClaimId("c"), span);
    new S3PayloadStore(clients.s3(), clients.bucket(), PREFIX).putIfAbsent(key, Bytes.EMPTY);
    return key;
  }

  private static Position position(long number) {
    return new Position(SequenceNumber.of(number), 0);
  }

  private void put(String name) {
    String key = PREFIX + PayloadKeys.batchesOf(consumer) + name;
    clients.s3().putObject(put -> put.bucket(clients.bucket()).key(key), RequestBody.empty());
  }

  @Test
  void theBatchesOfAConsumerAreListedAndNoOthers() {
    ObjectKey later = stored(consumer, "shard-0", 10);
    ObjectKey earlier = stored(consumer, "shard-0", 9);
    ObjectKey other = stored(consumer, "shard-1", 5);
    stored(consumer + "-other", "shard-0", 11);
    put("_SUCCESS");

    assertThat(batches.of(consumer))
        .extracting(StoredBatch::key)
        .containsExactly(earlier, later, other);
    assertThat(new S3Batches(clients.s3(), clients.bucket(), "").of(consumer)).isEmpty();
  }

  @Test
  void moreBatchesThanOneRequestListsAreListedToo() {
    for (int i = 1; i <= MANY; i++) {
      stored(consumer, "shard-0", i);
    }

    assertThat(batches.of(consumer)).hasSize(MANY);
  }

  @Test
  void anObjectThatIsNamedLikeAPayloadAndIsNoneIsToldAndNotLeftOut() {
    for (String name : List.of("copy.ndjson.gz", "a copy.ndjson.gz")) {
      put(name);
    }

    assertThatThrownBy(() -> batches.of(consumer))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("is named like a payload and is none");
  }

  @Test
  void aMissingBucketIsOneClearLine() {
    assertThatThrownBy(() -> new S3Batches(clients.s3(), "no-such-bucket", "").of(consumer))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("there is no S3 bucket 'no-such-bucket'");
  }
}
