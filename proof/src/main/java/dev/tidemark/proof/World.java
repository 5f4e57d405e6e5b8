package dev.tidemark.proof;

import dev.tidemark.mapping.BatchId;
import dev.tidemark.mapping.Command;
import dev.tidemark.mapping.InvocationResult;
import dev.tidemark.mapping.MappedRecord;
import dev.tidemark.mapping.ShardMapping;
import dev.tidemark.proof.sabotage.Sabotage;
import dev.tidemark.testkit.ManualClock;
import dev.tidemark.testkit.protocol.Move;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * One seed's world, a step at a time: producers, mappings and invocations over stores that fail.
 * After some time nothing goes wrong any more, and everything has to finish.
 */
final class World {

  private static final int MAX_SHARDS = 6;
  private static final int MAX_CALM_STEPS = 12_000;
  private static final Duration EXPIRY = Scenery.RETENTION.plusDays(1);

  private final Trace trace;
  private final Dice dice;
  private final ManualClock clock = new ManualClock(Scenery.START);
  private final History history;
  private final Scenery scenery;
  private final Checks checks;
  private final Fleet fleet;
  private final List<WorldShard> shards = new ArrayList<>();

  World(long seed, WorldSettings settings, Sabotage sabotage, Trace trace) {
    this.trace = trace;
    this.dice = new Dice(seed, settings.faults());
    this.history = new History(trace::steps);
    this.scenery =
        new Scenery(
            dice,
            new Extras(new Dice(~seed, settings.faults())),
            new Dice(new SplittableRandom(seed).nextLong(), settings.faults()));
    var leases = new Leases();
    this.checks = new Checks(history, scenery.protocol, leases);
    this.fleet = new Fleet(dice, clock, scenery, history, checks, leases, sabotage, trace);
    int count = 1 + dice.below(settings.shards());
    for (int i = 0; i < count; i++) {
      shards.add(new WorldShard(i, 2 + dice.below(settings.records() - 1), scenery, history));
    }
    trace.say(() -> scenery.protocol + "\n    " + scenery.mapping());
  }

  Dice dice() {
    return dice;
  }

  Set<Move> moves() {
    return fleet.moves();
  }

  int mostSlots() {
    return fleet.mostSlots();
  }

  int records() {
    return history.records().size();
  }

  /** How many records an operator had run again, and how many of those succeeded then. */
  Redriven redriven() {
    List<RecordHistory> redriven =
        history.records().stream().map(history::of).filter(known -> known.redriven).toList();
    long succeeded = redriven.stream().filter(RecordHistory::succeeded).count();
    return new Redriven(redriven.size(), succeeded);
  }

  /** How many records ran again that were finished in batches without a payload. */
  long ranAgain() {
    return history.records().stream().filter(record -> history.of(record).ranAgain()).count();
  }

  /** How many batches succeeded as a whole and left no payload. */
  int unlistedBatches() {
    return checks.unlisted().size();
  }

  /** How many there were, and how many of them succeeded. */
  record Redriven(long all, long succeeded) {}

  /**
   * @throws ViolationException when something does not hold
   */
  void run() {
    int steps = 60 + dice.below(260);
    for (int step = 0; step < steps; step++) {
      step();
    }
    dice.calmDown();
    fleet.wakeAll();
    trace.say(() -> "from here on nothing goes wrong any more");
    for (int step = 0; !isOver(); step++) {
      if (step == MAX_CALM_STEPS) {
        throw new ViolationException(Invariant.I11, "not over after " + step + " calm steps");
      }
      step();
    }
    checks.over();
    fleet.over();
    trace.step("over", records(), clock.instant().toEpochMilli());
  }

  private boolean isOver() {
    return fleet.isEmpty()
        && shards.stream().allMatch(shard -> shard.remaining == 0 && shard.isIdle());
  }

  private void step() {
    trace.step("time", clock.instant().toEpochMilli(), dice.below(1 << 30));
    clock.advance(Duration.ofMillis(dice.below(6)));
    tellTheMappings();
    if (dice.oneIn(40)) {
      changeSomething();
    }
    WorldShard shard = dice.pick(shards);
    fleet.redrive(shard);
    boolean moved = dice.oneIn(5) && (feed(shard) || deliver(shard));
    if (!moved && !fleet.step() && !anyFeedOrDelivery()) {
      letTimePass();
    }
  }

  private boolean anyFeedOrDelivery() {
    for (WorldShard shard : shards) {
      if (feed(shard) || deliver(shard)) {
        return true;
      }
    }
    return false;
  }

  /** The producer puts something, the mapping polls, or a wait of the mapping is over. */
  private boolean feed(WorldShard shard) {
    if (shard.remaining > 0 && (dice.isCalm() || dice.oneIn(3))) {
      int burst = 1 + dice.below(Math.min(shard.remaining, 6));
      for (int i = 0; i < burst; i++) {
        shard.produce(clock.instant());
      }
      trace.step("put", shard.number, burst);
      return true;
    }
    int room = shard.mapping.roomForRecords();
    if (shard.hasUnpolled() && room > 0) {
      List<MappedRecord> records = shard.poll(1 + dice.below(room));
      trace.step("poll", shard.number, records.size());
      apply(shard, shard.mapping.polled(records, clock.instant()));
      return true;
    }
    if (shard.wakeUp.filter(time -> !clock.instant().isBefore(time)).isPresent()) {
      shard.wakeUp = Optional.empty();
      trace.step("elapsed", shard.number, 0);
      apply(shard, shard.mapping.elapsed(clock.instant()));
      return true;
    }
    return false;
  }

  private boolean deliver(WorldShard shard) {
    Command.Invoke invoke = shard.toInvoke.poll();
    if (invoke == null) {
      return false;
    }
    trace.step("deliver", shard.number, invoke.records().size());
    if (dice.strikes(Fault.INVOKE_THROTTLED, 40)) {
      complete(shard, invoke.batch(), new InvocationResult.Throttled());
    } else if (dice.strikes(Fault.SERVICE_ERROR, 40)) {
      complete(shard, invoke.batch(), new InvocationResult.ServiceError());
    } else {
      fleet.begin(shard, invoke.records(), Optional.of(invoke.batch()));
      shard.delivered.add(invoke.records());
      if (dice.strikes(Fault.DUPLICATE_DELIVERY, 12)) {
        fleet.begin(shard, invoke.records(), Optional.empty());
      }
    }
    return true;
  }

  private void tellTheMappings() {
    for (Fleet.Ended ended : fleet.ended()) {
      if (ended.epoch() == ended.shard().epoch) {
        complete(ended.shard(), ended.batch(), ended.result());
      }
    }
  }

  private void complete(WorldShard shard, BatchId batch, InvocationResult result) {
    trace.step("ended", batch.number(), result.getClass().getSimpleName().hashCode());
    trace.say(() -> "the mapping of " + shard.key.shard() + " hears " + result);
    apply(shard, shard.mapping.completed(batch, result, clock.instant()));
  }

  private void apply(WorldShard shard, ShardMapping.Step step) {
    shard.mapping = step.next();
    shard.wakeUp = Optional.empty();
    for (Command command : step.commands()) {
      switch (command) {
        case Command.Invoke invoke -> shard.toInvoke.add(invoke);
        case Command.SendToDestination send -> {}
        case Command.MovePast move -> {
          trace.say(() -> shard.key.shard() + " moves past " + move.records() + " " + move.fate());
          checks.moved(shard, move);
        }
        case Command.WaitUntil wait -> shard.wakeUp = Optional.of(wait.time());
      }
    }
  }

  private void changeSomething() {
    WorldShard shard = dice.pick(shards);
    switch (dice.below(8)) {
      case 0 -> {
        if (!scenery.oneLane && dice.strikes(Fault.FACTOR_CHANGE, 1)) {
          scenery.changeFactor();
          resettle();
        }
      }
      case 1 -> {
        if (dice.strikes(Fault.BATCH_SIZE_CHANGE, 1)) {
          scenery.changeBatchSize();
          resettle();
        }
      }
      case 2 -> {
        if (dice.strikes(Fault.FILTER_CHANGE, 1)) {
          scenery.changeFilter();
          resettle();
        }
      }
      case 3 -> {
        if (shard.hasUnpolled() || !shard.delivered.isEmpty()) {
          startOver(shard);
        }
      }
      case 4 -> split(shard);
      case 5 -> expire();
      default -> replay(shard);
    }
  }

  private void resettle() {
    trace.say(() -> "the mapping has other settings: " + scenery.mapping());
    for (WorldShard shard : shards) {
      ShardMapping changed = shard.mapping.withSettings(scenery.mapping());
      apply(shard, changed.elapsed(clock.instant()));
    }
  }

  private void startOver(WorldShard shard) {
    if (dice.strikes(Fault.TRIM_HORIZON, scenery.policies.hasOnFailure() ? 1 : 2)) {
      if (scenery.policies.hasOnFailure()) {
        scenery.changeFilter();
        resettle();
      }
      trace.say(() -> shard.key.shard() + " starts over at TRIM_HORIZON");
      shard.restart();
    }
  }

  private void replay(WorldShard shard) {
    if (!shard.delivered.isEmpty() && dice.strikes(Fault.REPLAY, 1)) {
      List<MappedRecord> batch = dice.pick(shard.delivered);
      OptionalInt cut = scenery.policies.cut();
      fleet.begin(
          shard,
          cut.isPresent() ? shard.deliveredFrom(batch.get(0), cut.getAsInt()) : batch,
          Optional.empty());
    }
  }

  private void split(WorldShard shard) {
    boolean room = shards.size() + 2 <= MAX_SHARDS && shard.remaining >= 2;
    if (room && dice.strikes(Fault.RESHARD, 1)) {
      int left = shard.remaining / 2;
      trace.say(() -> shard.key.shard() + " is split");
      shards.add(new WorldShard(shards.size(), left, scenery, history));
      shards.add(new WorldShard(shards.size(), shard.remaining - left, scenery, history));
      shard.remaining = 0;
    }
  }

  /** Only when nobody is at anything: no call lives as long as a row. */
  private void expire() {
    boolean quiet = fleet.isEmpty() && shards.stream().allMatch(WorldShard::isIdle);
    if (quiet && dice.strikes(Fault.EXPIRY, 1)) {
      clock.advance(EXPIRY);
      shards.forEach(WorldShard::trim);
      fleet.expire();
      trace.say(() -> "nine days pass, and rows expire");
    }
  }

  private void letTimePass() {
    Instant now = clock.instant();
    Instant next = fleet.nextEvent().orElse(Instant.MAX);
    for (WorldShard shard : shards) {
      if (shard.wakeUp.filter(next::isAfter).isPresent()) {
        next = shard.wakeUp.get();
      }
    }
    boolean known = !next.equals(Instant.MAX) && next.isAfter(now);
    clock.advanceTo(known ? next : now.plusSeconds(1));
  }
}
