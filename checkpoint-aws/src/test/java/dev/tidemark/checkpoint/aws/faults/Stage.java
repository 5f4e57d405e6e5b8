package dev.tidemark.checkpoint.aws.faults;

import dev.tidemark.checkpoint.ClaimId;
import dev.tidemark.checkpoint.Delivery;
import dev.tidemark.checkpoint.ShardKey;
import dev.tidemark.checkpoint.protocol.PayloadKeys;
import dev.tidemark.checkpoint.protocol.ProtocolSettings;
import dev.tidemark.checkpoint.protocol.Response;
import dev.tidemark.checkpoint.store.ShardClaim;
import dev.tidemark.checkpoint.store.Slot;
import dev.tidemark.engine.CheckpointEngine;
import dev.tidemark.engine.CheckpointListener;
import dev.tidemark.engine.EngineParts;
import dev.tidemark.engine.PayloadFormat;
import dev.tidemark.engine.Predecessors;
import dev.tidemark.engine.RecordProcessor;
import dev.tidemark.testkit.ManualClock;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;

/**
 * A shard, and an engine on the real stores, by a clock that moves only when it is told to. Before
 * the trouble it brings about a situation in which an invocation makes the call.
 */
final class Stage {

  static final Duration PAST_LEASE = Duration.ofSeconds(13);

  private static final Duration TIMEOUT = Duration.ofMinutes(14);

  /** The clients give up sooner, or the trouble answers. */
  private static final Duration STORE_TIMEOUT = Duration.ofSeconds(20);

  private final StoreCall call;
  private final TroubledStores sound;
  private final ManualClock clock;
  private final ShardKey shard =
      new ShardKey("matrix-" + UUID.randomUUID(), "stream", "shardId-000000000000");
  private final Records records;
  private final String counter;
  private final Handler handler;
  private final RoutedStores stores;
  private CheckpointEngine engine;
  private int invocations;

  Stage(StoreCall call, TroubledStores sound, TroubledCall troubled, ManualClock clock) {
    this.call = call;
    this.sound = sound;
    this.clock = clock;
    this.records = new Records(shard, clock.instant());
    this.counter = shard.consumer();
    this.handler = new Handler(call, troubled, clock, sound.counters().count(counter));
    this.stores = new RoutedStores(sound.statuses(), sound.payloads(), troubled);
    this.engine = engine();
  }

  private CheckpointEngine engine() {
    return new CheckpointEngine(
        ProtocolSettings.DEFAULTS,
        new EngineParts(
            stores,
            stores,
            handler::onExhausted,
            CheckpointListener.NONE,
            clock,
            clock::advance,
            STORE_TIMEOUT,
            Predecessors.UNKNOWN));
  }

  /** What comes next is run by another process, which knows nothing but what the stores say. */
  void beginProcess() {
    engine = engine();
  }

  Handler handler() {
    return handler;
  }

  Recorded recorded() {
    return Recorded.of(sound.statuses(), sound.payloads(), shard);
  }

  /** How often the effects of the one record that has some have happened. */
  long effectsApplied() {
    return sound.counters().counted(counter);
  }

  void passLease() {
    clock.advance(PAST_LEASE);
  }

  /** Delivers the records from one number to another. */
  Response deliver(int from, int to) throws InterruptedException {
    handler.knows(recorded());
    return process(records.range(from, to));
  }

  private Response process(Delivery delivery) throws InterruptedException {
    return engine.process(
        delivery,
        new ClaimId("invocation-" + ++invocations),
        clock.instant().plus(TIMEOUT),
        (RecordProcessor.OneByOne) (start, checkpoints) -> handler.process(start));
  }

  /** Brings the situation about, and says up to which record the next delivery goes. */
  int prepare() throws InterruptedException {
    return switch (call) {
      case CLAIM_FRESH,
          PUT_PAYLOAD_FIRST,
          CREATE_TO_RENEW,
          PUT_EXHAUSTED,
          CREATE_TO_SETTLE,
          COMMIT_TO_SETTLE ->
          3;
      case PUT_PAYLOAD_BESIDE -> {
        process(new Records(besides(), clock.instant()).range(1, 1));
        yield 3;
      }
      case READ_BATCHES, GET_MANIFEST, TAKE_OVER, REPLACE_TO_RENEW, REPLACE_TO_SETTLE -> {
        process(records.range(1, 3));
        yield 3;
      }
      case CLAIM_BESIDE -> {
        process(records.delivery(1, 3));
        yield 4;
      }
      case FENCE -> {
        claimAndDie();
        yield 3;
      }
      case ADOPT -> {
        ClaimId dead = claimAndDie();
        sound
            .payloads()
            .putIfAbsent(
                PayloadKeys.batch(shard, dead, records.span(1, 3)),
                PayloadFormat.encode(records.of(1, 2, 3)));
        yield 3;
      }
    };
  }

  /** A shard whose first batch proves the payload store to the engine. */
  private ShardKey besides() {
    return new ShardKey(shard.consumer(), shard.stream(), "shardId-000000000001");
  }

  private ClaimId claimAndDie() {
    var dead = new ClaimId("dead");
    var slot = new Slot(dead, records.span(1, 3), clock.instant(), 1);
    sound.statuses().claim(new ShardClaim.Fresh(shard, slot, Set.of()));
    passLease();
    return dead;
  }
}
