package dev.tidemark.checkpoint.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.checkpoint.Bytes;
import dev.tidemark.checkpoint.ClaimId;
import dev.tidemark.checkpoint.Delivery;
import dev.tidemark.checkpoint.Position;
import dev.tidemark.checkpoint.ShardKey;
import dev.tidemark.checkpoint.SourceRecord;
import dev.tidemark.checkpoint.protocol.ProtocolSettings;
import dev.tidemark.checkpoint.protocol.RecordResult;
import dev.tidemark.checkpoint.protocol.Response;
import dev.tidemark.checkpoint.store.BatchKey;
import dev.tidemark.checkpoint.store.BatchPage;
import dev.tidemark.checkpoint.store.BatchRow;
import dev.tidemark.checkpoint.store.ClaimReply;
import dev.tidemark.checkpoint.store.CreateReply;
import dev.tidemark.checkpoint.store.ObjectKey;
import dev.tidemark.checkpoint.store.PayloadStore;
import dev.tidemark.checkpoint.store.ReplaceReply;
import dev.tidemark.checkpoint.store.ShardClaim;
import dev.tidemark.checkpoint.store.ShardRow;
import dev.tidemark.checkpoint.store.StatusStore;
import dev.tidemark.checkpoint.store.TakeOverReply;
import dev.tidemark.engine.CheckpointEngine;
import dev.tidemark.engine.EngineParts;
import dev.tidemark.engine.RecordProcessor;
import java.math.BigInteger;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a batch costs, counted in requests and write units that DynamoDB Local reports. */
@ExtendWith(LocalServices.class)
class CostTest {

  private static final AtomicInteger TESTS = new AtomicInteger();
  private static final BigInteger FIRST =
      new BigInteger("49590338271490256608559692538361571095921575989136588898");

  private final LocalServices.Clients clients;
  private final Counted stores;
  private final CheckpointEngine engine;
  private final ShardKey shard =
      new ShardKey("cost-" + TESTS.incrementAndGet(), "stream", "shardId-000000000000");
  private final AtomicInteger runs = new AtomicInteger();
  private int invocations;

  CostTest(LocalServices.Clients clients) {
    this.clients = clients;
    this.stores =
        new Counted(
            new DynamoDbStatusStore(clients.dynamoDb(), clients.table()),
            new S3PayloadStore(clients.s3(), clients.bucket(), ""));
    this.engine =
        new CheckpointEngine(
            ProtocolSettings.DEFAULTS, EngineParts.of(stores, stores, Clock.systemUTC()));
  }

  private Delivery delivery(int from, int count) {
    return new Delivery(
        shard,
        IntStream.range(from, from + count)
            .mapToObj(
                i ->
                    new SourceRecord(
                        Position.of(FIRST.add(BigInteger.valueOf(7L * i)).toString()),
                        "key-" + i % 50,
                        Instant.EPOCH,
                        Bytes.ofUtf8("record " + i)))
            .toList());
  }

  private Response run(Delivery delivery) throws InterruptedException {
    stores.reset();
    clients.metered().writeUnits().clear();
    runs.set(0);
    return engine.process(
        delivery,
        new ClaimId("0123456789abcdef0123456789abcdef-" + invocations++),
        Instant.now().plus(Duration.ofMinutes(5)),
        (RecordProcessor.OneByOne)
            (start, checkpoints) -> {
              runs.incrementAndGet();
              return new RecordResult.Succeeded();
            });
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 100, 1_000, 3_285, 10_000})
  void aFreshBatchIsTwoWritesOfOneUnitEachNoReadAndOnePut(int records) throws Exception {
    Response response = run(delivery(0, records));

    assertThat(response.lowestUnfinished()).isEmpty();
    assertThat(runs).hasValue(records);
    assertThat(stores.writes).hasValue(2);
    assertThat(stores.reads).hasValue(0);
    assertThat(stores.puts).hasValue(1);
    assertThat(stores.gets).hasValue(0);
    assertThat(clients.metered().writeUnits()).containsExactly(1.0, 1.0);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 100, 10_000})
  void aWholeRedeliveryIsOneConditionalWriteAndStartsNothing(int records) throws Exception {
    run(delivery(0, records));

    Response again = run(delivery(0, records));

    assertThat(again.lowestUnfinished()).isEmpty();
    assertThat(runs).hasValue(0);
    assertThat(stores.writes).hasValue(1);
    assertThat(stores.puts).hasValue(0);
  }

  @Test
  void theHundredthBatchCostsWhatTheFirstDid() throws Exception {
    run(delivery(0, 100));
    List<Double> first = List.copyOf(clients.metered().writeUnits());

    for (int batch = 1; batch <= 100; batch++) {
      run(delivery(100 * batch, 100));
      assertThat(stores.writes).hasValue(2);
      assertThat(stores.reads).hasValue(0);
      assertThat(clients.metered().writeUnits()).isEqualTo(first);
    }

    assertThat(stores.shard(shard).orElseThrow().slots()).hasSize(1);
  }

  /** Counts calls on their way. */
  private record Counted(
      StatusStore statuses,
      PayloadStore payloads,
      AtomicInteger writes,
      AtomicInteger reads,
      AtomicInteger puts,
      AtomicInteger gets)
      implements StatusStore, PayloadStore {

    Counted(StatusStore statuses, PayloadStore payloads) {
      this(
          statuses,
          payloads,
          new AtomicInteger(),
          new AtomicInteger(),
          new AtomicInteger(),
          new AtomicInteger());
    }

    void reset() {
      List.of(writes, reads, puts, gets).forEach(counter -> counter.set(0));
    }

    @Override
    public ClaimReply claim(ShardClaim claim) {
      writes.incrementAndGet();
      return statuses.claim(claim);
    }

    @Override
    public Optional<ShardRow> shard(ShardKey shard) {
      reads.incrementAndGet();
      return statuses.shard(shard);
    }

    @Override
    public BatchPage batches(ShardKey shard, Position from, Optional<BatchKey> after) {
      reads.incrementAndGet();
      return statuses.batches(shard, from, after);
    }

    @Override
    public CreateReply create(BatchRow row) {
      writes.incrementAndGet();
      return statuses.create(row);
    }

    @Override
    public TakeOverReply takeOver(BatchRow seen, ClaimId owner, Instant leaseUntil) {
      writes.incrementAndGet();
      return statuses.takeOver(seen, owner, leaseUntil);
    }

    @Override
    public ReplaceReply replace(BatchRow row) {
      writes.incrementAndGet();
      return statuses.replace(row);
    }

    @Override
    public PutReply putIfAbsent(ObjectKey key, Bytes content) {
      puts.incrementAndGet();
      return payloads.putIfAbsent(key, content);
    }

    @Override
    public Optional<Bytes> get(ObjectKey key) {
      gets.incrementAndGet();
      return payloads.get(key);
    }
  }
}
