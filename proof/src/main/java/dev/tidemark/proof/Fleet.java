package dev.tidemark.proof;

import dev.tidemark.checkpoint.ClaimId;
import dev.tidemark.checkpoint.Delivery;
import dev.tidemark.checkpoint.Position;
import dev.tidemark.checkpoint.protocol.Host;
import dev.tidemark.checkpoint.protocol.Invocation;
import dev.tidemark.checkpoint.protocol.ProtocolSettings;
import dev.tidemark.checkpoint.protocol.RecordStart;
import dev.tidemark.checkpoint.protocol.Response;
import dev.tidemark.mapping.BatchId;
import dev.tidemark.mapping.InvocationResult;
import dev.tidemark.mapping.MappedRecord;
import dev.tidemark.proof.sabotage.Sabotage;
import dev.tidemark.proof.sabotage.Surroundings;
import dev.tidemark.testkit.ManualClock;
import dev.tidemark.testkit.protocol.InvocationDriver;
import dev.tidemark.testkit.protocol.LateCall;
import dev.tidemark.testkit.protocol.Move;
import dev.tidemark.testkit.protocol.Step;
import dev.tidemark.testkit.store.MemoryStatusStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The processes of a world, the invocations in them, and the calls that are on their way. */
final class Fleet {

  private static final int WORKERS = 3;
  private static final int MOST_ACTORS = 12;
  private static final int MAX_SKEW_MILLIS = 1_900;

  private final Dice dice;
  private final ManualClock clock;
  private final Scenery scenery;
  private final History history;
  private final Checks checks;
  private final Sabotage sabotage;
  private final Trace trace;
  private final Payloads payloads = new Payloads();
  private final RowChecks rowChecks;
  private final ObservedRows rows;
  private final StoreFaults faults;
  private final Operator operator;
  private final List<Worker> workers = new ArrayList<>();
  private final List<Actor> actors = new ArrayList<>();
  private final List<LateCall> late = new ArrayList<>();
  private final Set<Move> moves = new HashSet<>();
  private List<Ended> ended = new ArrayList<>();
  private int invocations;

  /** How an invocation ended, for its mapping. */
  record Ended(WorldShard shard, int epoch, BatchId batch, InvocationResult result) {}

  Fleet(
      Dice dice,
      ManualClock clock,
      Scenery scenery,
      History history,
      Checks checks,
      Leases leases,
      Sabotage sabotage,
      Trace trace) {
    this.dice = dice;
    this.clock = clock;
    this.scenery = scenery;
    this.history = history;
    this.checks = checks;
    this.sabotage = sabotage;
    this.trace = trace;
    this.faults = new StoreFaults(dice, trace);
    this.rowChecks =
        new RowChecks(
            history, payloads, checks.unlisted(), leases, clock, scenery.protocol.maxAttempts());
    this.rows = new ObservedRows(new MemoryStatusStore(1 + dice.below(6)), rowChecks);
    this.operator = new Operator(rows, payloads, scenery.extras, sabotage, clock, trace);
    for (int i = 0; i < WORKERS; i++) {
      boolean skewed = dice.strikes(Fault.CLOCK_SKEW, 1);
      var skew = Duration.ofMillis(skewed ? dice.below(MAX_SKEW_MILLIS) : 0);
      workers.add(new Worker(InstantSource.offset(clock, skew)));
    }
  }

  /** Every kind of move that an invocation has made. */
  Set<Move> moves() {
    return moves;
  }

  /** Has exhausted records of a shard run again, if the operator looks for some now. */
  void redrive(WorldShard shard) {
    if (scenery.extras.redrives() && !dice.isCalm()) {
      shard.redrive(operator.redrive(shard));
    }
    boolean alone = actors.stream().noneMatch(actor -> actor.shard == shard);
    if (alone) {
      shard.nextRedrive(clock.instant()).ifPresent(batch -> begin(shard, batch, Optional.empty()));
    }
  }

  int mostSlots() {
    return rowChecks.mostSlots();
  }

  boolean isEmpty() {
    return actors.isEmpty() && late.isEmpty() && ended.isEmpty();
  }

  /** What has to hold once everything is over. */
  void over() {
    if (scenery.extras.hasEffects()) {
      checks.effectsApplied(rows.counters());
    }
  }

  /** What ended since the last look. */
  List<Ended> ended() {
    List<Ended> news = ended;
    ended = new ArrayList<>();
    return news;
  }

  void expire() {
    rows.expire(clock.instant());
  }

  void wakeAll() {
    actors.forEach(actor -> actor.asleepUntil = Instant.MIN);
  }

  void begin(WorldShard shard, List<MappedRecord> batch, Optional<BatchId> answers) {
    if (actors.size() >= MOST_ACTORS && answers.isEmpty()) {
      return;
    }
    Worker worker = dice.pick(workers);
    if (dice.oneIn(10)) {
      worker.known.clear();
    }
    ClaimId id = sabotage.id(new ClaimId("i-" + invocations++));
    Instant deadline = worker.clock.instant().plus(Scenery.TIMEOUT);
    Delivery delivered = shard.delivery(batch);
    Delivery told = sabotage.delivery(delivered);
    ProtocolSettings meant = scenery.policies.of(scenery.protocol);
    ProtocolSettings settings = sabotage.settings(meant);
    var invocation =
        new Invocation(
            told,
            id,
            settings,
            Invocation.Term.from(worker.clock.instant(), sabotage.deadline(deadline), settings),
            new Host(
                worker.known,
                worker.dead,
                dice.pick(List.of(Invocation.PayloadTiming.values())),
                rows.effectLimits()));
    var driver =
        new InvocationDriver(
            invocation,
            sabotage.statuses(rows),
            sabotage.payloads(payloads, new Surroundings(told, settings, rows)),
            worker.clock);
    var actor =
        new Actor(id, shard, delivered.records(), worker, deadline, trace.steps(), answers, driver);
    actors.add(actor);
    checks.began(actor, meant.durability().payloads());
    trace.step("begin", invocations, delivered.size());
    trace.say(() -> id + " gets of " + shard.key.shard() + " " + positions(delivered));
  }

  private static List<Position> positions(Delivery delivery) {
    return delivery.records().stream().map(record -> record.position()).toList();
  }

  /** Lets one thing happen; false when there is nothing that could. */
  boolean step() {
    faults.pass();
    killOverdue();
    if (!late.isEmpty() && dice.oneIn(dice.isCalm() ? 2 : 14)) {
      LateCall call = late.remove(dice.below(late.size()));
      trace.step("late", late.size(), 0);
      trace.say(() -> "lands: " + call);
      call.land();
      return true;
    }
    if (actors.isEmpty()) {
      return !late.isEmpty() && dice.isCalm();
    }
    int first = dice.below(actors.size());
    for (int i = 0; i < actors.size(); i++) {
      if (act(actors.get((first + i) % actors.size()))) {
        return true;
      }
    }
    return false;
  }

  private boolean act(Actor actor) {
    if (clock.instant().isBefore(actor.asleepUntil)) {
      return false;
    }
    if (fallsAsleep(actor)) {
      return true;
    }
    if (actor.driver.ringAlarm()) {
      trace.say(() -> actor.id + ": the time is nearly up");
      after(actor);
      return true;
    }
    if (dice.strikes(Fault.CRASH, 120)) {
      die(actor.worker, InvocationResult.FunctionError.Kind.CRASHED);
      return true;
    }
    if (isRunning(actor) && scenery.extras.wantsCheckpoint()) {
      actor.driver.wantCheckpoint(actor.tickets++);
      after(actor); // a record whose pause is over may have been started
    }
    List<Step> possible =
        actor.driver.waiting().stream().filter(step -> !hangs(actor, step)).toList();
    if (possible.isEmpty()) {
      return false;
    }
    happen(actor, dice.pick(possible));
    return true;
  }

  private static boolean isRunning(Actor actor) {
    return actor.driver.waiting().stream().anyMatch(Step.Running.class::isInstance);
  }

  private boolean fallsAsleep(Actor actor) {
    if (dice.strikes(Fault.PAUSE, 80)) {
      actor.asleepUntil = clock.instant().plusMillis(dice.below(20_000));
    } else if (dice.strikes(Fault.ZOMBIE, 160)) {
      actor.asleepUntil = actor.deadline.plusMillis(dice.below(8_000) - 3_000L);
    } else {
      return false;
    }
    trace.say(() -> actor.id + " stands still until " + actor.asleepUntil);
    return true;
  }

  private boolean hangs(Actor actor, Step step) {
    return step instanceof Step.Running running
        && isFirstTime(actor, running.start(), Nature.HANGS_ONCE);
  }

  private boolean isFirstTime(Actor actor, RecordStart start, Nature nature) {
    WorldRecord record = checks.record(actor, start.record());
    return record.nature() == nature && history.of(record).runs.size() == 1;
  }

  private void happen(Actor actor, Step step) {
    trace.step(step.getClass().getSimpleName(), actor.startedAt, actor.delivered.size());
    switch (step) {
      case Step.Call call -> faults.happen(actor, call).ifPresent(late::add);
      case Step.Pause pause -> {
        clock.advance(pause.length());
        actor.driver.resume(pause);
      }
      case Step.Running running -> {
        WorldRecord record = checks.record(actor, running.start().record());
        boolean kills =
            record.nature() == Nature.KILLS
                || isFirstTime(actor, running.start(), Nature.KILLS_ONCE);
        if (kills) {
          trace.say(() -> record + " takes its process down");
          die(actor.worker, InvocationResult.FunctionError.Kind.CRASHED);
          return;
        }
        finish(actor, running, record);
      }
    }
    after(actor);
  }

  private void finish(Actor actor, Step.Running running, WorldRecord record) {
    var natural = record.nature().result(history.ends(record) + 1);
    var result = scenery.extras.of(record, natural, dice);
    history.ended(record, actor.id, result);
    trace.step("end", record.index(), result.getClass().getSimpleName().hashCode());
    trace.say(() -> actor.id + ": " + record + " ends, " + result.getClass().getSimpleName());
    actor.driver.finish(running, sabotage.result(result, actor.sawStoreFault));
  }

  private void after(Actor actor) {
    List<RecordStart> starts = actor.driver.started().isEmpty() ? List.of() : actor.newStarts();
    if (!starts.isEmpty()) {
      trace.say(
          () -> actor.id + ": starts " + starts.stream().map(s -> s.record().position()).toList());
      checks.started(actor, starts);
    }
    actor.driver.response().ifPresent(response -> respond(actor, response));
  }

  private void respond(Actor actor, Response response) {
    actors.remove(actor);
    moves.addAll(actor.driver.moves());
    for (int ticket = 0; ticket < actor.tickets; ticket++) {
      if (actor.driver.saved(ticket).isEmpty()) {
        throw new ViolationException(Invariant.I11, "a checkpoint is never answered");
      }
    }
    var told = sabotage.delivery(new Delivery(actor.shard.key, actor.delivered));
    Optional<Position> answer = sabotage.answer(told, response);
    trace.say(() -> actor.id + ": responds " + answer + " " + response.tally());
    checks.responded(actor, response, answer);
    actor.worker.known.addAll(response.recorded());
    boolean lost = dice.strikes(Fault.RESPONSE_LOST, 40);
    tell(
        actor,
        lost
            ? new InvocationResult.FunctionError(InvocationResult.FunctionError.Kind.THROWN)
            : new InvocationResult.Returned(json(answer)));
  }

  private static String json(Optional<Position> answer) {
    return answer
        .map(position -> "{\"itemIdentifier\":\"" + position.sequenceNumber() + "\"}")
        .map(item -> "{\"batchItemFailures\":[" + item + "]}")
        .orElse("{\"batchItemFailures\":[]}");
  }

  private void tell(Actor actor, InvocationResult result) {
    actor.batch.ifPresent(batch -> ended.add(new Ended(actor.shard, actor.epoch, batch, result)));
    actor.batch = Optional.empty();
  }

  /** The runtime kills an invocation at its deadline, or the mapping thinks so for a while. */
  private void killOverdue() {
    for (Actor actor : List.copyOf(actors)) {
      if (clock.instant().isBefore(actor.deadline) || !actors.contains(actor)) {
        continue;
      }
      if (actor.batch.isPresent() && dice.oneIn(6)) {
        var timedOut = InvocationResult.FunctionError.Kind.TIMED_OUT;
        tell(actor, new InvocationResult.FunctionError(timedOut));
      }
      if (dice.oneIn(dice.isCalm() ? 2 : 40)) {
        die(actor.worker, InvocationResult.FunctionError.Kind.TIMED_OUT);
      }
    }
  }

  private void die(Worker worker, InvocationResult.FunctionError.Kind kind) {
    boolean marked = scenery.extras.leavesMark();
    for (Actor actor : List.copyOf(actors)) {
      if (actor.worker == worker) {
        trace.step("die", actor.startedAt, 0);
        trace.say(() -> actor.id + " dies");
        checks.died(actor);
        late.addAll(actor.driver.die());
        moves.addAll(actor.driver.moves());
        if (marked) {
          worker.dead.add(actor.id);
          rowChecks.died(actor.id);
        }
        actors.remove(actor);
        tell(actor, new InvocationResult.FunctionError(kind));
      }
    }
    worker.known.clear();
  }

  /** When something will happen by itself; soon, while somebody who is awake may have an alarm. */
  Optional<Instant> nextEvent() {
    Instant now = clock.instant();
    return actors.stream()
        .map(actor -> now.isBefore(actor.asleepUntil) ? actor.asleepUntil : now.plusSeconds(1))
        .min(Comparator.naturalOrder());
  }
}
