package dev.tidemark.proof.chain;

import dev.tidemark.checkpoint.ClaimId;
import dev.tidemark.checkpoint.Delivery;
import dev.tidemark.checkpoint.protocol.Host;
import dev.tidemark.checkpoint.protocol.Invocation;
import dev.tidemark.checkpoint.protocol.Response;
import dev.tidemark.mapping.BatchId;
import dev.tidemark.mapping.InvocationResult;
import dev.tidemark.mapping.InvocationResult.FunctionError.Kind;
import dev.tidemark.mapping.MappedRecord;
import dev.tidemark.testkit.ManualClock;
import dev.tidemark.testkit.protocol.InvocationDriver;
import dev.tidemark.testkit.protocol.LateCall;
import dev.tidemark.testkit.protocol.Step;
import dev.tidemark.testkit.store.MemoryPayloadStore;
import dev.tidemark.testkit.store.MemoryStatusStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The processes of both functions, the invocations in them, and what is still on its way. */
final class ChainFleet {

  private static final int WORKERS = 2;
  private static final int MOST_ACTORS = 12;

  private final Chance chance;
  private final ManualClock clock;
  private final ChainScenery scenery;
  private final EnricherSteps enricher;
  private final ReaderSteps reader;
  private final ChainFaults faults;
  private final MemoryStatusStore statuses = new MemoryStatusStore(4);
  private final MemoryPayloadStore payloads = new MemoryPayloadStore();
  private final Map<ChainActor.Role, List<ChainActor.Worker>> workers =
      new EnumMap<>(ChainActor.Role.class);
  private final List<ChainActor> actors = new ArrayList<>();
  private final List<Runnable> late = new ArrayList<>();
  private List<Ended> ended = new ArrayList<>();
  private int invocations;

  /** How an invocation ended, for its mapping. */
  record Ended(ChainShard shard, BatchId batch, InvocationResult result) {}

  ChainFleet(
      Chance chance,
      ManualClock clock,
      ChainScenery scenery,
      ChainSabotage sabotage,
      List<ChainShard> derived) {
    this.chance = chance;
    this.clock = clock;
    this.scenery = scenery;
    this.enricher = new EnricherSteps(chance, clock, scenery, sabotage, derived, late);
    this.reader = new ReaderSteps(chance, scenery, sabotage);
    this.faults = new ChainFaults(chance, late);
    for (ChainActor.Role role : ChainActor.Role.values()) {
      workers.put(role, Stream.generate(ChainActor.Worker::new).limit(WORKERS).toList());
    }
  }

  /** How often each derived record counted. */
  Map<String, Long> counters() {
    return statuses.counters();
  }

  boolean isEmpty() {
    return actors.isEmpty() && late.isEmpty() && ended.isEmpty();
  }

  List<Ended> ended() {
    List<Ended> news = ended;
    ended = new ArrayList<>();
    return news;
  }

  void wakeAll() {
    actors.forEach(actor -> actor.asleepUntil = Instant.MIN);
  }

  void begin(
      ChainActor.Role role, ChainShard shard, List<MappedRecord> batch, Optional<BatchId> answers) {
    boolean again = answers.isEmpty();
    if (again && (actors.size() >= MOST_ACTORS || !mayWakeLate(role))) {
      return;
    }
    Delivery delivery = shard.delivery(batch);
    var actor =
        new ChainActor(
            role,
            new ClaimId("i-" + invocations++),
            shard,
            delivery,
            chance.pick(Objects.requireNonNull(workers.get(role))),
            clock.instant().plus(ChainScenery.TIMEOUT),
            answers);
    actors.add(actor);
    switch (role) {
      case ENRICHER -> invoke(actor);
      case READER -> reader.begin(actor);
    }
  }

  /** Whether a process may do something when the mapping has given its batch to another one. */
  private boolean mayWakeLate(ChainActor.Role role) {
    return switch (role) {
      case ENRICHER -> !scenery.forgetful;
      case READER -> true;
    };
  }

  private void invoke(ChainActor actor) {
    var invocation =
        new Invocation(
            actor.delivery,
            actor.id,
            scenery.protocol,
            Invocation.Term.from(clock.instant(), actor.deadline, scenery.protocol),
            new Host(
                actor.worker.recorded,
                Set.of(),
                chance.pick(List.of(Invocation.PayloadTiming.values())),
                statuses.effectLimits()));
    actor.driver = Optional.of(new InvocationDriver(invocation, statuses, payloads, clock));
  }

  /** Lets one thing happen; false when there is nothing that could. */
  boolean step() {
    killOverdue();
    if (!late.isEmpty() && chance.oneIn(chance.isCalm() ? 2 : 20)) {
      late.remove(chance.below(late.size())).run();
      return true;
    }
    if (actors.isEmpty()) {
      return false;
    }
    int first = chance.below(actors.size());
    for (int i = 0; i < actors.size(); i++) {
      if (act(actors.get((first + i) % actors.size()))) {
        return true;
      }
    }
    return false;
  }

  private boolean act(ChainActor actor) {
    if (clock.instant().isBefore(actor.asleepUntil)) {
      return false;
    }
    if (mayWakeLate(actor.role) && chance.strikes(ChainFault.ZOMBIE, 120)) {
      actor.asleepUntil = clock.instant().plusMillis(chance.below(90_000));
      return true;
    }
    if (chance.strikes(ChainFault.CRASH, 100)) {
      die(actor.worker, Kind.CRASHED);
      return true;
    }
    if (actor.driver.isEmpty()) {
      screen(actor);
      return true;
    }
    InvocationDriver driver = actor.driver.get();
    if (driver.ringAlarm()) {
      respond(actor, driver);
      return true;
    }
    if (driver.waiting().isEmpty()) {
      return false;
    }
    happen(actor, driver, chance.pick(driver.waiting()));
    respond(actor, driver);
    return true;
  }

  private void screen(ChainActor actor) {
    switch (reader.step(actor)) {
      case GOES_ON -> {}
      case DONE -> invoke(actor);
      case FAILED -> {
        actors.remove(actor);
        tell(actor, ChainFaults.returned(Optional.of(actor.delivery.first())));
      }
    }
  }

  private void happen(ChainActor actor, InvocationDriver driver, Step step) {
    switch (step) {
      case Step.Call call -> faults.call(driver, call);
      case Step.Pause pause -> {
        clock.advance(pause.length());
        driver.resume(pause);
      }
      case Step.Running running -> {
        switch (actor.role) {
          case ENRICHER ->
              enricher
                  .step(actor, running.start())
                  .ifPresent(result -> driver.finish(running, result));
          case READER -> driver.finish(running, reader.result(actor, running.start()));
        }
      }
    }
  }

  private void respond(ChainActor actor, InvocationDriver driver) {
    if (driver.response().isEmpty()) {
      return;
    }
    Response response = driver.response().get();
    actors.remove(actor);
    actor.worker.recorded.addAll(response.recorded());
    boolean lost = chance.strikes(ChainFault.RESPONSE_LOST, 30);
    tell(
        actor,
        lost
            ? new InvocationResult.FunctionError(Kind.THROWN)
            : ChainFaults.returned(response.lowestUnfinished()));
  }

  private void tell(ChainActor actor, InvocationResult result) {
    actor.batch.ifPresent(batch -> ended.add(new Ended(actor.shard, batch, result)));
    actor.batch = Optional.empty();
  }

  /** The runtime kills an invocation at its deadline, or the mapping thinks so for a while. */
  private void killOverdue() {
    for (ChainActor actor : List.copyOf(actors)) {
      if (clock.instant().isBefore(actor.deadline) || !actors.contains(actor)) {
        continue;
      }
      boolean mayLive = mayWakeLate(actor.role);
      if (mayLive && actor.batch.isPresent() && chance.oneIn(6)) {
        tell(actor, new InvocationResult.FunctionError(Kind.TIMED_OUT));
      }
      if (!mayLive || chance.oneIn(chance.isCalm() ? 2 : 40)) {
        die(actor.worker, Kind.TIMED_OUT);
      }
    }
  }

  private void die(ChainActor.Worker worker, Kind kind) {
    for (ChainActor actor : List.copyOf(actors)) {
      if (actor.worker == worker) {
        List<LateCall> calls = actor.driver.map(InvocationDriver::die).orElse(List.of());
        calls.forEach(call -> late.add(call::land));
        actors.remove(actor);
        tell(actor, new InvocationResult.FunctionError(kind));
      }
    }
    worker.known.clear();
    worker.recorded.clear();
  }

  /** When something will happen by itself; soon, while somebody who is awake may have an alarm. */
  Optional<Instant> nextEvent() {
    Instant now = clock.instant();
    return actors.stream()
        .map(actor -> now.isBefore(actor.asleepUntil) ? actor.asleepUntil : now.plusSeconds(1))
        .min(Comparator.naturalOrder());
  }
}
