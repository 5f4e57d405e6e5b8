package dev.tidemark.engine.simulation;

import dev.tidemark.checkpoint.ClaimId;
import dev.tidemark.checkpoint.protocol.Command;
import dev.tidemark.checkpoint.protocol.Invocation;
import dev.tidemark.checkpoint.protocol.RecordResult;
import dev.tidemark.checkpoint.protocol.RecordStart;
import dev.tidemark.checkpoint.protocol.Response;
import dev.tidemark.checkpoint.store.StoreException;
import dev.tidemark.testkit.ManualClock;
import dev.tidemark.testkit.protocol.InvocationDriver;
import dev.tidemark.testkit.protocol.LateCall;
import dev.tidemark.testkit.protocol.Step;
import dev.tidemark.testkit.store.MemoryPayloadStore;
import dev.tidemark.testkit.store.MemoryStatusStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * One shard from its first record to its last, by seed: a mapping that delivers again from the
 * lowest unfinished record until it is past all of them, over processes that die, freeze and wake
 * up, and stores that fail, lose replies and carry calls out late. After some time all of that
 * stops, and everything has to finish.
 */
final class Simulation {

  private static final int PROCESSES = 3;
  private static final int MOST_AT_ONCE = 4;
  private static final int CALM_ROUNDS = 60;

  private final Random random;
  private final Scene scene;
  private final MemoryStatusStore statuses;
  private final MemoryPayloadStore payloads = new MemoryPayloadStore();
  private final ManualClock clock = new ManualClock(Scene.START);
  private final Checks checks;
  private final List<Actor> actors = new ArrayList<>();
  private final List<LateCall> late = new ArrayList<>();
  private final List<Set<ClaimId>> known = new ArrayList<>();
  private final List<String> log = new ArrayList<>();
  private int past;
  private int invocations;

  Simulation(long seed) {
    random = new Random(seed);
    scene = new Scene(random);
    statuses = new MemoryStatusStore(scene.pageSize);
    checks = new Checks(scene, statuses, payloads);
    for (int i = 0; i < PROCESSES; i++) {
      known.add(new HashSet<>());
    }
  }

  /**
   * @throws AssertionError when something did not hold; the message tells what happened before
   */
  void run() {
    try {
      int steps = 20 + random.nextInt(180);
      int outageFrom = random.nextInt(400);
      for (int step = 0; step < steps; step++) {
        turbulentStep(step >= outageFrom && step < outageFrom + 25);
      }
      calmDown();
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError(e + "\n" + scene.settings + "\n" + String.join("\n", log), e);
    }
  }

  private void turbulentStep(boolean payloadOutage) {
    killOverdue();
    if (actors.isEmpty() || random.nextInt(nobodyIsInTime() ? 4 : 25) == 0) {
      deliver();
      return;
    }
    if (!late.isEmpty() && random.nextInt(12) == 0) {
      land(late.remove(random.nextInt(late.size())));
      return;
    }
    passTime();
    Actor actor = actors.get(random.nextInt(actors.size()));
    if (actor.frozenSteps > 0) {
      actor.frozenSteps--;
      return;
    }
    if (random.nextInt(40) == 0) {
      actor.frozenSteps = random.nextInt(40);
    }
    if (actor.driver.ringAlarm()) {
      log.add(actor.name + ": alarm");
      after(actor);
      return;
    }
    if (random.nextInt(50) == 0) {
      die(actor);
      return;
    }
    List<Step> waiting = actor.driver.waiting();
    happen(actor, waiting.get(random.nextInt(waiting.size())), payloadOutage);
    after(actor);
  }

  private boolean nobodyIsInTime() {
    return actors.stream().noneMatch(Actor::leaseLives);
  }

  /** Now and then some time passes, often until about when a lease ends. */
  private void passTime() {
    switch (random.nextInt(40)) {
      case 0 -> clock.advance(Duration.ofMillis(random.nextInt(8_000)));
      case 1 -> {
        Actor actor = actors.get(random.nextInt(actors.size()));
        clock.advanceTo(actor.deadline.plusMillis(random.nextInt(6_000) - 3_000L));
      }
      default -> {}
    }
  }

  private void happen(Actor actor, Step step, boolean payloadOutage) {
    switch (step) {
      case Step.Call call -> {
        boolean down = payloadOutage && call.call() instanceof Command.StorePayload;
        happen(actor, call, down ? 16 + random.nextInt(4) : random.nextInt(20));
      }
      case Step.Running running -> finish(actor, running);
      case Step.Pause pause -> {
        clock.advance(pause.length());
        actor.driver.resume(pause);
      }
    }
  }

  private void happen(Actor actor, Step.Call call, int dice) {
    switch (dice) {
      case 19, 18 -> {
        log.add(actor.name + ": fails " + call.call());
        actor.driver.fail(call, StoreException.Kind.TRANSIENT);
      }
      case 17 -> {
        log.add(actor.name + ": delayed " + call.call());
        late.add(actor.driver.delay(call));
      }
      case 16 -> {
        log.add(actor.name + ": failed " + call.call());
        actor.driver.fail(call, StoreException.Kind.MISCONFIGURED);
      }
      case 15, 14 -> {
        log.add(actor.name + ": reply lost " + call.call());
        actor.driver.loseReply(call);
      }
      default -> {
        log.add(actor.name + ": " + call.call());
        actor.driver.answer(call);
      }
    }
  }

  private void finish(Actor actor, Step.Running running) {
    int index = actor.indexOf(running.start());
    RecordResult result = scene.result(index, checks.countRun(index));
    checks.finished(index, result);
    log.add(actor.name + ": " + index + " is " + result);
    actor.driver.finish(running, result);
  }

  private void after(Actor actor) {
    List<RecordStart> starts = actor.newStarts();
    starts.forEach(start -> log.add(actor.name + ": starts " + actor.indexOf(start)));
    checks.started(actor, starts, actors);
    checks.everythingRecordedHolds();
    actor.driver.response().ifPresent(response -> respond(actor, response));
  }

  private void respond(Actor actor, Response response) {
    log.add(actor.name + ": responds " + response);
    actors.remove(actor);
    checks.responded(actor, response);
    known.get(actor.process).addAll(response.recorded());
    if (actor.answersMapping && actor.delivered.get(0) <= past) {
      int lowest =
          response
              .lowestUnfinished()
              .map(scene::indexOf)
              .orElse(actor.delivered.get(actor.delivered.size() - 1) + 1);
      past = Math.max(past, lowest);
    }
  }

  private void deliver() {
    if (actors.size() == MOST_AT_ONCE) {
      return;
    }
    boolean replay = past > 0 && random.nextInt(8) == 0;
    if (past == scene.size() && !replay) {
      clock.advance(Duration.ofSeconds(1));
      return;
    }
    int from = replay ? random.nextInt(past) : past;
    int to = from + random.nextInt(scene.size() - from);
    var indexes = new ArrayList<Integer>();
    for (int i = from; i <= to; i++) {
      boolean gap = replay && i < past && random.nextInt(3) == 0 && i < to;
      if (!gap) {
        indexes.add(i);
      }
    }
    start(indexes, InstantSource.offset(clock, Duration.ofMillis(random.nextInt(1_900))));
  }

  private Actor start(List<Integer> indexes, InstantSource own) {
    int process = random.nextInt(PROCESSES);
    var me = new ClaimId("i-" + invocations++);
    var deadline = own.instant().plus(Scene.TIMEOUT);
    var timing =
        random.nextBoolean()
            ? Invocation.PayloadTiming.BESIDE_HANDLER
            : Invocation.PayloadTiming.BEFORE_HANDLER;
    var invocation =
        new Invocation(
            scene.delivery(indexes),
            me,
            scene.settings,
            deadline,
            Set.copyOf(known.get(process)),
            timing);
    var driver = new InvocationDriver(invocation, statuses, payloads, own);
    var actor = new Actor(me.value(), driver, indexes, own, deadline, process, true);
    log.add(me + " gets " + indexes + " at " + own.instant() + " " + timing);
    actors.add(actor);
    return actor;
  }

  /** The runtime kills an invocation at its deadline, or somewhat later when it was frozen. */
  private void killOverdue() {
    for (Actor actor : List.copyOf(actors)) {
      if (!actor.leaseLives() && random.nextInt(40) == 0) {
        die(actor);
      }
    }
  }

  private void die(Actor actor) {
    log.add(actor.name + ": dies");
    late.addAll(actor.driver.die());
    actors.remove(actor);
    known.get(actor.process).clear();
  }

  private void land(LateCall call) {
    log.add("lands " + call);
    call.land();
    checks.everythingRecordedHolds();
  }

  private void calmDown() {
    log.add("calm");
    while (!actors.isEmpty()) {
      runToEnd(actors.get(0));
    }
    while (!late.isEmpty()) {
      land(late.remove(0));
    }
    for (int round = 0; round < CALM_ROUNDS && past < scene.size(); round++) {
      clock.advance(Scene.TIMEOUT.plusSeconds(5));
      var rest = new ArrayList<Integer>();
      for (int i = past; i < scene.size(); i++) {
        rest.add(i);
      }
      runToEnd(start(rest, clock));
    }
    checks.everythingIsOver(past);
  }

  private void runToEnd(Actor actor) {
    while (actor.driver.isAlive()) {
      List<Step> waiting = actor.driver.waiting();
      if (waiting.isEmpty()) {
        throw new AssertionError(actor.name + " waits for nothing and is not over");
      }
      switch (waiting.get(0)) {
        case Step.Running running -> finish(actor, running);
        case Step.Call call -> happen(actor, call, 0);
        case Step.Pause pause -> actor.driver.resume(pause);
      }
      after(actor);
    }
  }
}
