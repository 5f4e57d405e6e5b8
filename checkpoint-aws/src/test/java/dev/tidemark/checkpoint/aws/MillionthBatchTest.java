package dev.tidemark.checkpoint.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.checkpoint.Bytes;
import dev.tidemark.checkpoint.ClaimId;
import dev.tidemark.checkpoint.Delivery;
import dev.tidemark.checkpoint.Position;
import dev.tidemark.checkpoint.ShardKey;
import dev.tidemark.checkpoint.SourceRecord;
import dev.tidemark.checkpoint.protocol.Command;
import dev.tidemark.checkpoint.protocol.Host;
import dev.tidemark.checkpoint.protocol.Invocation;
import dev.tidemark.checkpoint.protocol.ProtocolSettings;
import dev.tidemark.checkpoint.protocol.RecordResult;
import dev.tidemark.checkpoint.store.BatchRow;
import dev.tidemark.testkit.ManualClock;
import dev.tidemark.testkit.protocol.InvocationDriver;
import dev.tidemark.testkit.protocol.Step;
import dev.tidemark.testkit.store.MemoryPayloadStore;
import dev.tidemark.testkit.store.MemoryStatusStore;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** That a shard's history costs nothing: a million batches, call by call, over rows in memory. */
class MillionthBatchTest {

  private static final int BATCHES = 1_000_000;
  private static final int ROWS_KEPT = 1_000;
  private static final int RECORDS = 2;
  private static final BigInteger FIRST =
      new BigInteger("49590338271490256608559692538361571095921575989136588898");
  private static final ShardKey SHARD = new ShardKey("consumer", "stream", "shardId-000000000000");
  private static final ProtocolSettings SETTINGS = ProtocolSettings.DEFAULTS;

  private final MemoryStatusStore rows = new MemoryStatusStore();
  private final Deque<BatchRow> kept = new ArrayDeque<>();
  private final ManualClock clock = new ManualClock(Instant.parse("2026-01-01T00:00:00Z"));
  private Set<ClaimId> recorded = Set.of();

  /**
   * What a batch took.
   *
   * @param calls the calls to stores, in order
   * @param writeUnits what its row takes in DynamoDB
   * @param slots how many batches the shard's row remembers afterwards
   */
  private record Cost(List<String> calls, int writeUnits, int slots) {}

  @Test
  void theMillionthBatchCostsWhatTheSecondDid() {
    run(0);
    Cost second = run(1);
    var differing = new HashSet<Cost>();

    for (int batch = 2; batch < BATCHES; batch++) {
      Cost cost = run(batch);
      if (!cost.equals(second)) {
        differing.add(cost);
      }
    }

    assertThat(second)
        .isEqualTo(new Cost(List.of("ClaimShard", "StorePayload", "CreateBatch"), 1, 1));
    assertThat(differing).isEmpty();
  }

  private Cost run(int batch) {
    var driver =
        new InvocationDriver(
            new Invocation(
                delivery(batch),
                new ClaimId("0123456789abcdef0123456789abcdef-%07d".formatted(batch)),
                SETTINGS,
                Invocation.Term.from(
                    clock.instant(), clock.instant().plus(Duration.ofMinutes(5)), SETTINGS),
                Host.of(recorded, Invocation.PayloadTiming.BESIDE_HANDLER)),
            rows,
            new MemoryPayloadStore(),
            clock);
    var calls = new ArrayList<String>();
    while (driver.isAlive()) {
      Step next = driver.waiting().get(0);
      switch (next) {
        case Step.Call call -> {
          calls.add(call.call().getClass().getSimpleName());
          if (call.call() instanceof Command.CreateBatch created) {
            kept.add(created.row());
          }
          driver.answer(call);
        }
        case Step.Running running -> driver.finish(running, new RecordResult.Succeeded());
        case Step.Pause pause -> driver.resume(pause);
      }
    }
    recorded = driver.response().orElseThrow().recorded();
    clock.advance(Duration.ofSeconds(1));
    return cost(calls);
  }

  /** Rows of long ago expire. */
  private Cost cost(List<String> calls) {
    if (kept.size() > ROWS_KEPT) {
      rows.drop(kept.remove());
    }
    return new Cost(
        calls,
        ItemSize.of(BatchItem.encode(kept.getLast())).writeUnits(),
        rows.shard(SHARD).orElseThrow().slots().size());
  }

  private static Delivery delivery(int batch) {
    return new Delivery(
        SHARD,
        IntStream.range(0, RECORDS)
            .mapToObj(
                i ->
                    new SourceRecord(
                        Position.of(
                            FIRST.add(BigInteger.valueOf(7L * batch * RECORDS + i)).toString()),
                        "key-" + i,
                        Instant.EPOCH,
                        Bytes.ofUtf8("record " + i)))
            .toList());
  }
}
