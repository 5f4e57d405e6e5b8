package dev.tidemark.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.checkpoint.Bytes;
import dev.tidemark.checkpoint.ClaimId;
import dev.tidemark.checkpoint.Delivery;
import dev.tidemark.checkpoint.Position;
import dev.tidemark.checkpoint.RecordError;
import dev.tidemark.checkpoint.ShardKey;
import dev.tidemark.checkpoint.SourceRecord;
import dev.tidemark.checkpoint.protocol.CheckpointMode;
import dev.tidemark.checkpoint.protocol.Durability;
import dev.tidemark.checkpoint.protocol.PayloadPolicy;
import dev.tidemark.checkpoint.protocol.ProtocolSettings;
import dev.tidemark.checkpoint.protocol.RecordResult;
import dev.tidemark.checkpoint.protocol.Response;
import dev.tidemark.checkpoint.protocol.Saved;
import dev.tidemark.checkpoint.store.StoreException;
import dev.tidemark.engine.CheckpointListener.News;
import dev.tidemark.testkit.fault.Fault;
import dev.tidemark.testkit.fault.FaultScript;
import dev.tidemark.testkit.fault.FaultyStatusStore;
import dev.tidemark.testkit.fault.StoreCall;
import dev.tidemark.testkit.store.MemoryPayloadStore;
import dev.tidemark.testkit.store.MemoryStatusStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Modes, time-outs of stores, listeners and checkpoints on demand, with threads and a clock. */
class ModesTest {

  private static final ShardKey SHARD = new ShardKey("consumer", "stream", "shard");

  private final MemoryStatusStore rows = new MemoryStatusStore();
  private final MemoryPayloadStore payloads = new MemoryPayloadStore();
  private final List<News> news = Collections.synchronizedList(new ArrayList<>());
  private final ConcurrentLinkedQueue<String> ran = new ConcurrentLinkedQueue<>();
  private volatile boolean statusDown;
  private int invocations;

  private static Delivery delivery(int from, int to) {
    return new Delivery(
        SHARD,
        IntStream.rangeClosed(from, to)
            .mapToObj(
                n ->
                    new SourceRecord(
                        Position.of(Integer.toString(n)),
                        "key-" + n,
                        Instant.EPOCH,
                        Bytes.ofUtf8("record " + n)))
            .toList());
  }

  private CheckpointEngine engine(CheckpointMode mode, int tolerated) {
    FaultScript script = call -> statusDown ? Fault.FAIL_BEFORE : Fault.NONE;
    var statuses = new FaultyStatusStore(rows, script);
    var settings =
        ProtocolSettings.DEFAULTS.withDurability(
            new Durability(mode, PayloadPolicy.ALWAYS, tolerated));
    return new CheckpointEngine(
        settings,
        new EngineParts(
            statuses,
            payloads,
            ExhaustedListener.NONE,
            news::add,
            Clock.systemUTC(),
            Pauses.SYSTEM,
            Duration.ofMillis(400),
            Predecessors.UNKNOWN));
  }

  private Response run(CheckpointEngine engine, Delivery delivery, RecordResult result)
      throws InterruptedException {
    return engine.process(
        delivery,
        new ClaimId("invocation-" + invocations++),
        Instant.now().plusSeconds(60),
        (RecordProcessor.OneByOne)
            (start, checkpoints) -> {
              ran.add(start.record().position() + "/" + start.attempt());
              return result;
            });
  }

  private static RecordResult failed() {
    return new RecordResult.Failed(new RecordError("Boom", "no", ""));
  }

  @Test
  void withCheckpointsOffNothingIsStored() throws Exception {
    CheckpointEngine engine = engine(CheckpointMode.OFF, 0);

    Response first = run(engine, delivery(1, 3), new RecordResult.Succeeded());
    Response again = run(engine, delivery(1, 3), failed());

    assertThat(first.lowestUnfinished()).isEmpty();
    assertThat(again.lowestUnfinished()).contains(Position.of("1"));
    assertThat(ran).hasSize(6);
    assertThat(rows.shardRows()).isEmpty();
    assertThat(payloads.keys()).isEmpty();
  }

  @Test
  void atLeastOnceGoesOnWhileTheStatusStoreIsDown() throws Exception {
    CheckpointEngine engine = engine(CheckpointMode.AT_LEAST_ONCE, 2);
    statusDown = true;

    Response good = run(engine, delivery(1, 3), new RecordResult.Succeeded());
    Response bad = run(engine, delivery(4, 6), failed());

    assertThat(good.lowestUnfinished()).isEmpty();
    assertThat(good.trouble()).isPresent();
    assertThat(bad.lowestUnfinished()).contains(Position.of("4"));
    assertThat(ran).hasSize(6);
  }

  @Test
  void beyondWhatIsToleratedDeliveriesAreRefused() throws Exception {
    CheckpointEngine engine = engine(CheckpointMode.AT_LEAST_ONCE, 1);
    statusDown = true;
    run(engine, delivery(1, 1), new RecordResult.Succeeded());

    Response refused = run(engine, delivery(2, 2), new RecordResult.Succeeded());

    assertThat(refused.lowestUnfinished()).contains(Position.of("2"));
    assertThat(ran).containsExactly("1/1");
    statusDown = false;
    assertThat(run(engine, delivery(2, 2), new RecordResult.Succeeded()).lowestUnfinished())
        .isEmpty();
    statusDown = true;
    assertThat(run(engine, delivery(3, 3), new RecordResult.Succeeded()).lowestUnfinished())
        .isEmpty();
  }

  @Test
  void atLeastOnceKeepsEveryPromiseWhileTheStoreAnswers() throws Exception {
    CheckpointEngine engine = engine(CheckpointMode.AT_LEAST_ONCE, 10);

    run(engine, delivery(1, 3), new RecordResult.Succeeded());
    Response again = run(engine, delivery(1, 3), new RecordResult.Succeeded());

    assertThat(again.tally().alreadyFinished()).isEqualTo(3);
    assertThat(ran).hasSize(3);
  }

  @Test
  void atLeastOnceExhaustsNobodyWhileTheStoreIsDown() throws Exception {
    CheckpointEngine engine = engine(CheckpointMode.AT_LEAST_ONCE, 10);
    statusDown = true;
    for (int i = 0; i < 5; i++) {
      assertThat(run(engine, delivery(1, 1), failed()).lowestUnfinished()).isPresent();
    }

    assertThat(ran).hasSize(5).containsOnly("1/1");
    assertThat(payloads.keys()).noneMatch(key -> key.value().startsWith("exhausted/"));
  }

  @Test
  void exactlyOnceRunsNothingWhileTheStatusStoreIsDown() throws Exception {
    CheckpointEngine engine = engine(CheckpointMode.EXACTLY_ONCE, 0);
    statusDown = true;

    Response response = run(engine, delivery(1, 3), new RecordResult.Succeeded());

    assertThat(response.lowestUnfinished()).contains(Position.of("1"));
    assertThat(ran).isEmpty();
  }

  @Test
  void aListenerHearsOfRowsFailuresAndTheEnd() throws Exception {
    CheckpointEngine engine = engine(CheckpointMode.EXACTLY_ONCE, 0);
    run(engine, delivery(1, 2), new RecordResult.Succeeded());
    statusDown = true;
    run(engine, delivery(3, 4), new RecordResult.Succeeded());

    assertThat(news).hasSize(6);
    assertThat(news.get(0))
        .isInstanceOfSatisfying(
            News.Saved.class, saved -> assertThat(saved.row().progress().finished()).isEqualTo(2));
    assertThat(news.get(1)).isInstanceOf(News.Ended.class);
    assertThat(news.subList(2, 5))
        .allSatisfy(
            failed ->
                assertThat(failed)
                    .isInstanceOfSatisfying(
                        News.Failed.class,
                        what -> {
                          assertThat(what.call()).isEqualTo("ClaimShard");
                          assertThat(what.kind()).isEqualTo(StoreException.Kind.TRANSIENT);
                        }));
    assertThat(news.get(5))
        .isInstanceOfSatisfying(
            News.Ended.class, end -> assertThat(end.response().trouble()).isPresent());
  }

  @Test
  void whatAListenerThrowsChangesNothing() throws Exception {
    var engine =
        new CheckpointEngine(
            ProtocolSettings.DEFAULTS,
            new EngineParts(
                rows,
                payloads,
                ExhaustedListener.NONE,
                told -> {
                  throw new IllegalStateException("listener");
                },
                Clock.systemUTC(),
                Pauses.SYSTEM,
                Duration.ofSeconds(5),
                Predecessors.UNKNOWN));

    Response response = run(engine, delivery(1, 2), new RecordResult.Succeeded());

    assertThat(response.lowestUnfinished()).isEmpty();
  }

  @Test
  void aStoreThatNeverAnswersCountsAsFailedInTime() throws Exception {
    var never = new CountDownLatch(1);
    FaultScript hangs =
        call -> {
          if (call == StoreCall.CLAIM) {
            awaitInterrupt(never);
          }
          return Fault.NONE;
        };
    var engine =
        new CheckpointEngine(
            ProtocolSettings.DEFAULTS,
            new EngineParts(
                new FaultyStatusStore(rows, hangs),
                payloads,
                ExhaustedListener.NONE,
                news::add,
                Clock.systemUTC(),
                Pauses.SYSTEM,
                Duration.ofMillis(50),
                Predecessors.UNKNOWN));

    Response response = run(engine, delivery(1, 2), new RecordResult.Succeeded());

    assertThat(response.lowestUnfinished()).contains(Position.of("1"));
    assertThat(response.trouble().orElseThrow().message()).contains("no answer to ClaimShard");
    assertThat(ran).isEmpty();
  }

  private static void awaitInterrupt(CountDownLatch never) {
    try {
      never.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void aHandlerThatAsksHasRecordedWhatItHasFinished() throws Exception {
    var engine =
        new CheckpointEngine(
            ProtocolSettings.DEFAULTS.withGroupSize(3),
            EngineParts.of(rows, payloads, Clock.systemUTC()));
    var recorded = new ConcurrentLinkedQueue<Integer>();

    Response response =
        engine.process(
            delivery(1, 3),
            new ClaimId("asks"),
            Instant.now().plusSeconds(60),
            (RecordProcessor.Together)
                (starts, group) -> {
                  group.finish(0, new RecordResult.Succeeded());
                  group.finish(0, failed());
                  group.finish(2, new RecordResult.Ignored());
                  assertThat(saved(group)).isEqualTo(Saved.YES);
                  rows.batchRows().forEach(row -> recorded.add(row.progress().finished()));
                  return Collections.nCopies(starts.size(), new RecordResult.Succeeded());
                });

    assertThat(recorded).containsExactly(2);
    assertThat(response.lowestUnfinished()).isEmpty();
    assertThat(response.tally().ignored()).isEqualTo(1);
  }

  private static Saved saved(RecordProcessor.Checkpoints checkpoints) {
    try {
      return checkpoints.checkpoint();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void anOwnerThatCouldNotGiveBackIsNotWaitedForByItsOwnProcess() throws Exception {
    FaultScript noRows =
        call -> statusDown && call == StoreCall.CREATE ? Fault.FAIL_BEFORE : Fault.NONE;
    var engine =
        new CheckpointEngine(
            ProtocolSettings.DEFAULTS,
            EngineParts.of(new FaultyStatusStore(rows, noRows), payloads, Clock.systemUTC()));
    statusDown = true;
    Response lost = run(engine, delivery(1, 2), new RecordResult.Succeeded());
    statusDown = false;

    Response next = run(engine, delivery(1, 2), new RecordResult.Succeeded());

    assertThat(lost.lowestUnfinished()).contains(Position.of("1"));
    assertThat(next.lowestUnfinished()).isEmpty();
    assertThat(ran).hasSize(4);
  }
}
