package dev.tidemark.engine;

import dev.tidemark.checkpoint.ClaimId;
import dev.tidemark.checkpoint.Delivery;
import dev.tidemark.checkpoint.RecordError;
import dev.tidemark.checkpoint.ShardKey;
import dev.tidemark.checkpoint.protocol.Command;
import dev.tidemark.checkpoint.protocol.Event;
import dev.tidemark.checkpoint.protocol.Invocation;
import dev.tidemark.checkpoint.protocol.Invocation.PayloadTiming;
import dev.tidemark.checkpoint.protocol.ProtocolSettings;
import dev.tidemark.checkpoint.protocol.RecordResult;
import dev.tidemark.checkpoint.protocol.RecordStart;
import dev.tidemark.checkpoint.protocol.Response;
import dev.tidemark.checkpoint.store.ClaimReply;
import dev.tidemark.checkpoint.store.PayloadStore;
import dev.tidemark.checkpoint.store.StatusStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Runs deliveries through the checkpoint protocol.
 *
 * <p>The calling thread tells the protocol what happens; store calls and records run on virtual
 * threads beside it. Thread-safe: several deliveries may run at once, of the same shard too.
 */
public final class CheckpointEngine {

  private final ProtocolSettings settings;
  private final InstantSource clock;
  private final Pauses pauses;
  private final StoreCalls stores;
  private final RecordedClaims recorded = new RecordedClaims();
  private volatile boolean payloadStoreProven;

  /**
   * An engine that pauses by the system's timer.
   *
   * @param statuses where rows live
   * @param payloads where payload objects live
   * @param listener is told of exhausted records
   * @param clock the clock of leases; it may differ from other processes' by the clock skew of the
   *     settings
   */
  public CheckpointEngine(
      ProtocolSettings settings,
      StatusStore statuses,
      PayloadStore payloads,
      ExhaustedListener listener,
      InstantSource clock) {
    this(settings, statuses, payloads, listener, clock, Pauses.SYSTEM);
  }

  /**
   * An engine that pauses as told, for a clock that does not run by itself.
   *
   * @param pauses how it waits between two looks at the stores
   */
  public CheckpointEngine(
      ProtocolSettings settings,
      StatusStore statuses,
      PayloadStore payloads,
      ExhaustedListener listener,
      InstantSource clock,
      Pauses pauses) {
    this.settings = Objects.requireNonNull(settings);
    this.clock = Objects.requireNonNull(clock);
    this.pauses = Objects.requireNonNull(pauses);
    this.stores = new StoreCalls(statuses, payloads, listener);
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
    ShardKey shard = delivery.shard();
    Set<ClaimId> forget = recorded.of(shard);
    PayloadTiming timing =
        payloadStoreProven ? PayloadTiming.BESIDE_HANDLER : PayloadTiming.BEFORE_HANDLER;
    var invocation =
        new Invocation(
            delivery,
            me,
            settings,
            Invocation.Term.from(clock.instant(), deadline, settings),
            forget,
            timing);
    Response response =
        new Run(invocation, processor, () -> recorded.remove(shard, forget)).toTheEnd();
    recorded.add(shard, response.recorded());
    return response;
  }

  /** One invocation under way. */
  private final class Run {
    private final Invocation invocation;
    private final RecordProcessor processor;
    private final Runnable onClaimed;
    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();

    Run(Invocation invocation, RecordProcessor processor, Runnable onClaimed) {
      this.invocation = invocation;
      this.processor = processor;
      this.onClaimed = onClaimed;
    }

    Response toTheEnd() throws InterruptedException {
      var commands = new ArrayDeque<Command>(invocation.start());
      while (true) {
        for (Command command = commands.poll(); command != null; command = commands.poll()) {
          if (command instanceof Command.Respond respond) {
            return respond.response();
          }
          carryOut(command);
        }
        Event event = nextEvent();
        learnFrom(event);
        commands.addAll(invocation.on(event, clock.instant()));
      }
    }

    private void learnFrom(Event event) {
      if (event instanceof Event.ShardClaimed(ClaimReply.Claimed claimed)) {
        onClaimed.run();
      } else if (event instanceof Event.PayloadStored) {
        payloadStoreProven = true;
      } else if (event instanceof Event.CallFailed failed
          && failed.call() instanceof Command.StorePayload) {
        payloadStoreProven = false;
      }
    }

    private Event nextEvent() throws InterruptedException {
      Optional<Instant> alarm = invocation.alarm();
      if (alarm.isEmpty()) {
        return events.take();
      }
      Duration left = Duration.between(clock.instant(), alarm.get());
      Event event = left.isNegative() ? events.poll() : poll(left);
      return event != null ? event : new Event.Alarm();
    }

    private @Nullable Event poll(Duration atMost) throws InterruptedException {
      return events.poll(atMost.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void carryOut(Command command) {
      switch (command) {
        case Command.Call call -> Thread.ofVirtual().start(() -> events.add(stores.make(call)));
        case Command.Run run -> run(run.starts());
        case Command.Pause pause -> Thread.ofVirtual().start(() -> pause(pause.length()));
        case Command.Respond respond -> throw new IllegalStateException("is not carried out");
      }
    }

    private void pause(Duration length) {
      try {
        pauses.pause(length);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      events.add(new Event.Paused());
    }

    private void run(List<RecordStart> starts) {
      switch (processor) {
        case RecordProcessor.OneByOne one -> {
          for (RecordStart start : starts) {
            Thread.ofVirtual().start(() -> finish(start, processOne(one, start)));
          }
        }
        case RecordProcessor.Together together ->
            Thread.ofVirtual().start(() -> processTogether(together, starts));
      }
    }

    private void processTogether(RecordProcessor.Together together, List<RecordStart> starts) {
      List<RecordResult> results = resultsOf(together, starts);
      for (int i = 0; i < starts.size(); i++) {
        finish(starts.get(i), results.get(i));
      }
    }

    private void finish(RecordStart start, RecordResult result) {
      events.add(new Event.RecordFinished(start.index(), result));
    }
  }

  private static RecordResult processOne(RecordProcessor.OneByOne processor, RecordStart start) {
    try {
      return Objects.requireNonNull(
          processor.process(start), "a record came back without a result");
    } catch (Throwable e) {
      return new RecordResult.Failed(RecordErrors.of(e));
    }
  }

  private static List<RecordResult> resultsOf(
      RecordProcessor.Together processor, List<RecordStart> starts) {
    RecordError error;
    try {
      List<RecordResult> results = processor.process(starts);
      if (results.size() == starts.size()) {
        return List.copyOf(results);
      }
      error =
          RecordErrors.of(
              new IllegalStateException(
                  "a group of %d records came back with %d results"
                      .formatted(starts.size(), results.size())));
    } catch (Throwable e) {
      error = RecordErrors.of(e);
    }
    RecordResult failed = new RecordResult.Failed(error);
    return starts.stream().map(start -> failed).toList();
  }
}
