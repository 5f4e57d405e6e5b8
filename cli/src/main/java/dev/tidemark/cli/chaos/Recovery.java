package dev.tidemark.cli.chaos;

import dev.tidemark.cli.chaos.function.EffectLine;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * How the shards came through their crashes.
 *
 * @param times from a kill that took an invocation down to the next record of the same shard, in
 *     ascending order; kills after a shard's last record have none
 * @param standstills one line for each time that a shard did nothing for longer than it may
 */
record Recovery(List<Duration> times, List<String> standstills) {

  /** From a kill to the moment when the mapping learns of it. */
  private static final Duration NOTICE = Duration.ofSeconds(3);

  Recovery {
    times = times.stream().sorted().toList();
    standstills = List.copyOf(standstills);
  }

  /**
   * @param kills the processes that were killed
   * @param log what the mapping saw
   * @param effects what the function did
   * @param longest how long a shard may stand still, after its last crash
   */
  static Recovery of(
      List<Killer.Kill> kills, ShardLog log, List<EffectLine> effects, Duration longest) {
    Map<String, TreeSet<Instant>> processed = new TreeMap<>();
    effects.forEach(line -> add(processed, line.shard(), line.at()));
    Map<String, TreeSet<Instant>> signs = new TreeMap<>();
    processed.forEach((shard, times) -> signs.put(shard, new TreeSet<>(times)));
    log.moves().forEach(move -> add(signs, move.shard(), move.at()));
    log.deaths().forEach(death -> add(signs, death.shard(), death.at()));
    var standstills = new ArrayList<String>();
    signs.forEach((shard, times) -> addStandstills(shard, times, longest, standstills));
    return new Recovery(times(kills, log.deaths(), processed), standstills);
  }

  private static void add(Map<String, TreeSet<Instant>> times, String shard, Instant at) {
    times.computeIfAbsent(shard, any -> new TreeSet<>()).add(at);
  }

  private static List<Duration> times(
      List<Killer.Kill> kills,
      List<ShardLog.Death> deaths,
      Map<String, TreeSet<Instant>> processed) {
    var times = new ArrayList<Duration>();
    var left = new ArrayList<>(deaths);
    for (Killer.Kill kill : kills) {
      Optional<ShardLog.Death> death =
          left.stream()
              .filter(d -> !d.at().isBefore(kill.at()) && d.at().isBefore(kill.at().plus(NOTICE)))
              .findFirst();
      death.ifPresent(left::remove);
      death
          .flatMap(
              d ->
                  Optional.ofNullable(
                      processed.getOrDefault(d.shard(), new TreeSet<>()).higher(d.at())))
          .ifPresent(next -> times.add(Duration.between(kill.at(), next)));
    }
    return times;
  }

  private static void addStandstills(
      String shard, Collection<Instant> inOrder, Duration longest, List<String> standstills) {
    Optional<Instant> before = Optional.empty();
    for (Instant next : inOrder) {
      Duration gap = Duration.between(before.orElse(next), next);
      if (gap.compareTo(longest) > 0) {
        standstills.add(
            "%s stood still for %.1f s from %s: stuck"
                .formatted(shard, gap.toMillis() / 1e3, before.orElse(next)));
      }
      before = Optional.of(next);
    }
  }

  /** The time within which this share of the crashes was recovered from; absent without any. */
  Optional<Duration> within(double share) {
    if (times.isEmpty()) {
      return Optional.empty();
    }
    int rank = (int) Math.ceil(share * times.size());
    return Optional.of(times.get(Math.max(1, rank) - 1));
  }
}
