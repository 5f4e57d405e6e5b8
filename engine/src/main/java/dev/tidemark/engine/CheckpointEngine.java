package dev.tidemark.engine;

import dev.tidemark.checkpoint.ClaimId;
import dev.tidemark.checkpoint.Delivery;
import dev.tidemark.checkpoint.ShardKey;
import dev.tidemark.checkpoint.protocol.CheckpointMode;
import dev.tidemark.checkpoint.protocol.Command;
import dev.tidemark.checkpoint.protocol.Durability;
import dev.tidemark.checkpoint.protocol.Event;
import dev.tidemark.checkpoint.protocol.Host;
import dev.tidemark.checkpoint.protocol.Invocation;
import dev.tidemark.checkpoint.protocol.PassThrough;
import dev.tidemark.checkpoint.protocol.ProtocolSettings;
import dev.tidemark.checkpoint.protocol.Response;
import dev.tidemark.checkpoint.store.ClaimReply;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Runs deliveries through the checkpoint protocol.
 *
 * <p>The calling thread tells the protocol what happens; store calls and records run on virtual
 * threads beside it. Thread-safe: several deliveries may run at once, of the same shard too.
 */
public final class CheckpointEngine {

  private final ProtocolSettings settings;
  private final EngineParts parts;
  private final TimedCalls stores;
  private final News news;
  private final RecordedClaims recorded = new RecordedClaims();
  private final Retired retired = new Retired();
  private final AtomicInteger failuresInARow = new AtomicInteger();
  private volatile boolean payloadStoreProven;

  /** An engine made of these parts. */
  public CheckpointEngine(ProtocolSettings settings, EngineParts parts) {
    this.settings = settings;
    this.parts = parts;
    this.news = new News(parts.checkpoints());
    this.stores =
        new TimedCalls(
            new StoreCalls(parts.statuses(), parts.payloads(), parts.exhausted()),
            parts.clock(),
            parts.storeTimeout());
  }

  /**
   * Processes a delivery and returns when everything that could be done is done and recorded.
   *
   * <p>A record that never returns keeps this call from returning as well: on Lambda the runtime
   * then kills the process at the deadline, with what others have done recorded shortly before.
   *
   * @param me names this invocation; never used before
   * @param deadline when the runtime kills this invocation
   * @throws InterruptedException when the calling thread is interrupted; nothing is lost by it
   */
  public Response process(
      Delivery delivery, ClaimId me, Instant deadline, RecordProcessor processor)
      throws InterruptedException {
    Instant begun = parts.clock().instant();
    Response response =
        switch (settings.durability().mode()) {
          case OFF -> passThrough(delivery, me, deadline, processor, Optional.empty());
          case EXACTLY_ONCE -> checkpointed(settings, delivery, me, deadline, processor);
          case AT_LEAST_ONCE -> tolerant(delivery, me, deadline, processor);
        };
    news.ended(delivery.shard(), response, Duration.between(begun, parts.clock().instant()));
    return response;
  }

  /** Goes on without the stores while they are down, as often in a row as is tolerated. */
  private Response tolerant(
      Delivery delivery, ClaimId me, Instant deadline, RecordProcessor processor)
      throws InterruptedException {
    Durability durability = settings.durability();
    boolean tolerated = failuresInARow.get() < durability.toleratedFailures();
    ProtocolSettings now =
        tolerated
            ? settings
            : settings.withDurability(
                new Durability(CheckpointMode.EXACTLY_ONCE, durability.payloads(), 0));
    Response response = checkpointed(now, delivery, me, deadline, processor);
    if (response.trouble().isEmpty()) {
      failuresInARow.set(0);
      return response;
    }
    failuresInARow.incrementAndGet();
    boolean nothingRan = response.tally().notStarted() == delivery.size();
    return tolerated && nothingRan
        ? passThrough(delivery, me, deadline, processor, response.trouble())
        : response;
  }

  private Response passThrough(
      Delivery delivery,
      ClaimId me,
      Instant deadline,
      RecordProcessor processor,
      Optional<Response.StoreTrouble> trouble)
      throws InterruptedException {
    var run = new PassThrough(delivery, me, settings, deadline, trouble);
    return new DeliveryLoop(run, parts, stores, deadline, (call, answer) -> {}).toTheEnd(processor);
  }

  private Response checkpointed(
      ProtocolSettings settings,
      Delivery delivery,
      ClaimId me,
      Instant deadline,
      RecordProcessor processor)
      throws InterruptedException {
    ShardKey shard = delivery.shard();
    Set<ClaimId> forget = recorded.of(shard);
    var host =
        new Host(
            forget,
            retired.and(parts.predecessors().dead()),
            payloadStoreProven
                ? Invocation.PayloadTiming.BESIDE_HANDLER
                : Invocation.PayloadTiming.BEFORE_HANDLER,
            parts.statuses().effectLimits());
    var term = Invocation.Term.from(parts.clock().instant(), deadline, settings);
    var invocation = new Invocation(delivery, me, settings, term, host);
    DeliveryLoop.Observer observer =
        (call, answer) -> {
          news.answered(shard, call, answer);
          learnFrom(shard, forget, answer);
        };
    parts.predecessors().began(me);
    Response response =
        new DeliveryLoop(invocation, parts, stores, deadline, observer).toTheEnd(processor);
    parts.predecessors().ended(me);
    recorded.add(shard, response.recorded());
    if (response.trouble().isPresent()) {
      retired.add(me);
    }
    return response;
  }

  private void learnFrom(ShardKey shard, Set<ClaimId> forgotten, Event event) {
    if (event instanceof Event.ShardClaimed(ClaimReply.Claimed claimed)) {
      recorded.remove(shard, forgotten);
    } else if (event instanceof Event.PayloadStored) {
      payloadStoreProven = true;
    } else if (event instanceof Event.CallFailed failed) {
      if (failed.call() instanceof Command.StorePayload) {
        payloadStoreProven = false;
      }
    }
  }
}
