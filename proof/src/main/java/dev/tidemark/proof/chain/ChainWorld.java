package dev.tidemark.proof.chain;

import dev.tidemark.checkpoint.ShardKey;
import dev.tidemark.mapping.Command;
import dev.tidemark.mapping.MappedRecord;
import dev.tidemark.testkit.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** One seed's chain, a step at a time. After some time nothing goes wrong any more. */
final class ChainWorld {

  private static final int MAX_CALM_STEPS = 40_000;
  private static final int MOST_SHARDS = 2;
  private static final int MOST_RECORDS = 14;
  private static final int KEYS = 3;

  private final Chance chance;
  private final ManualClock clock = new ManualClock(ChainScenery.START);
  private final List<ChainShard> source = new ArrayList<>();
  private final List<ChainShard> derived = new ArrayList<>();
  private final ChainFleet fleet;
  private int remaining;
  private int produced;
  private int steps;

  ChainWorld(long seed, ChainSabotage sabotage) {
    this.chance = new Chance(seed);
    var scenery = new ChainScenery(chance);
    int sources = 1 + chance.below(MOST_SHARDS);
    int targets = 1 + chance.below(MOST_SHARDS);
    for (int i = 0; i < sources; i++) {
      String shard = "shardId-00000000000" + i;
      source.add(new ChainShard(new ShardKey("enricher", "raw", shard), scenery.enricher(shard)));
    }
    for (int i = 0; i < targets; i++) {
      String shard = "shardId-00000000000" + i;
      derived.add(new ChainShard(new ShardKey("reader", "derived", shard), scenery.reader(shard)));
    }
    this.remaining = 4 + chance.below(MOST_RECORDS);
    this.fleet = new ChainFleet(chance, clock, scenery, sabotage, derived);
  }

  Chance chance() {
    return chance;
  }

  int steps() {
    return steps;
  }

  /** What is wrong in the end, or nothing. */
  Optional<String> run() {
    int stormy = 200 + chance.below(600);
    while (steps < stormy) {
      step();
    }
    chance.calmDown();
    fleet.wakeAll();
    while (!isOver()) {
      if (steps - stormy == MAX_CALM_STEPS) {
        return Optional.of("not over after " + MAX_CALM_STEPS + " calm steps");
      }
      step();
    }
    return verdict();
  }

  private boolean isOver() {
    return remaining == 0
        && fleet.isEmpty()
        && source.stream().allMatch(ChainShard::isIdle)
        && derived.stream().allMatch(ChainShard::isIdle);
  }

  private void step() {
    steps++;
    clock.advance(Duration.ofMillis(chance.below(6)));
    for (ChainFleet.Ended ended : fleet.ended()) {
      ended.shard().completed(ended.batch(), ended.result(), clock.instant());
    }
    boolean moved = chance.oneIn(5) && feedOrDeliver();
    if (!moved && !fleet.step() && !feedOrDeliver()) {
      letTimePass();
    }
  }

  private boolean feedOrDeliver() {
    if (remaining > 0 && chance.oneIn(2)) {
      remaining--;
      String key = "k" + chance.below(KEYS);
      ChainShard shard = source.get(Math.floorMod(key.hashCode(), source.size()));
      shard.put(key, Making.source(produced++, chance), clock.instant());
      return true;
    }
    return feedOrDeliver(ChainActor.Role.ENRICHER, source)
        || feedOrDeliver(ChainActor.Role.READER, derived);
  }

  private boolean feedOrDeliver(ChainActor.Role role, List<ChainShard> shards) {
    for (ChainShard shard : shards) {
      if (shard.feed(chance, clock.instant())) {
        return true;
      }
      Command.Invoke invoke = shard.toInvoke.poll();
      if (invoke != null) {
        fleet.begin(role, shard, invoke.records(), Optional.of(invoke.batch()));
        if (chance.strikes(ChainFault.DUPLICATE_DELIVERY, 14)) {
          fleet.begin(role, shard, invoke.records(), Optional.empty());
        }
        return true;
      }
    }
    return false;
  }

  private void letTimePass() {
    Instant now = clock.instant();
    Instant next = fleet.nextEvent().orElse(Instant.MAX);
    for (List<ChainShard> shards : List.of(source, derived)) {
      for (ChainShard shard : shards) {
        Instant wakeUp = shard.wakeUp().orElse(Instant.MAX);
        next = wakeUp.isBefore(next) ? wakeUp : next;
      }
    }
    boolean known = !next.equals(Instant.MAX) && next.isAfter(now);
    clock.advanceTo(known ? next : now.plusSeconds(1));
  }

  private Optional<String> verdict() {
    Map<String, Long> expected = new TreeMap<>();
    for (ChainShard shard : source) {
      for (MappedRecord record : shard.records()) {
        Making.of(record.partitionKey(), record.data())
            .forEach(made -> expected.put(made.name(), 1L));
      }
    }
    Map<String, Long> counted = new TreeMap<>(fleet.counters());
    for (Map.Entry<String, Long> one : expected.entrySet()) {
      long times = counted.getOrDefault(one.getKey(), 0L);
      if (times != 1) {
        return Optional.of(
            "derived record "
                + one.getKey()
                + (times == 0 ? " is lost" : " counts " + times + " times"));
      }
    }
    return counted.keySet().equals(expected.keySet())
        ? Optional.empty()
        : Optional.of("something counts that nobody made");
  }
}
