package dev.tidemark.cli.chaos;

import dev.tidemark.cli.chaos.function.EffectLine;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * How the shards came through their crashes.
 *
 * @param times from a kill that took an invocation down to the next record of the same shard, in
 *     ascending order; kills after a shard's last record have none
 * @param standstills one line for each time that a shard did nothing for longer than it may
 */
record Recovery(List<Time> times, List<String> standstills) {

  /**
   * How long a shard took to go on.
   *
   * @param place where it went on: what an environment leaves in its {@code /tmp} is not seen in
   *     another
   * @param shares what the length is made of, where a new process went on
   */
  record Time(Duration length, Where place, Optional<Shares> shares) {}

  /**
   * What a recovery by a new process is made of.
   *
   * @param waiting until the process was started: the mapping's back-off, and its turn
   * @param start until the process could take its invocation
   * @param claiming until its first record
   */
  record Shares(Duration waiting, Duration start, Duration claiming) {}

  /** Where a shard went on. */
  enum Where {
    SAME_ENVIRONMENT,
    ANOTHER_ENVIRONMENT
  }

  static final double MEDIAN = 0.5;

  /** From a kill to the moment when the mapping learns of it. */
  private static final Duration NOTICE = Duration.ofSeconds(3);

  Recovery {
    times = times.stream().sorted(Comparator.comparing(Time::length)).toList();
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
    Map<String, TreeSet<Instant>> signs = new TreeMap<>();
    effects.forEach(line -> add(signs, line.shard(), line.at()));
    log.moves().forEach(move -> add(signs, move.shard(), move.at()));
    log.deaths().forEach(death -> add(signs, death.shard(), death.at()));
    var standstills = new ArrayList<String>();
    signs.forEach((shard, times) -> addStandstills(shard, times, longest, standstills));
    return new Recovery(times(kills, log.deaths(), effects), standstills);
  }

  private static void add(Map<String, TreeSet<Instant>> times, String shard, Instant at) {
    times.computeIfAbsent(shard, any -> new TreeSet<>()).add(at);
  }

  private static List<Time> times(
      List<Killer.Kill> kills, List<ShardLog.Death> deaths, List<EffectLine> effects) {
    Map<Long, String> environments = new HashMap<>();
    Map<String, TreeMap<Instant, EffectLine>> processed = new HashMap<>();
    for (EffectLine line : effects) {
      environments.put(line.source().id(), line.source().environment());
      processed.computeIfAbsent(line.shard(), any -> new TreeMap<>()).put(line.at(), line);
    }
    var times = new ArrayList<Time>();
    var left = new ArrayList<>(deaths);
    for (Killer.Kill kill : kills) {
      Optional<ShardLog.Death> death =
          left.stream()
              .filter(d -> !d.at().isBefore(kill.at()) && d.at().isBefore(kill.at().plus(NOTICE)))
              .findFirst();
      death.ifPresent(left::remove);
      death
          .map(d -> processed.getOrDefault(d.shard(), new TreeMap<>()).higherEntry(d.at()))
          .map(Map.Entry::getValue)
          .ifPresent(next -> times.add(time(kill, next, environments)));
    }
    return times;
  }

  private static Time time(Killer.Kill kill, EffectLine next, Map<Long, String> environments) {
    boolean same = next.source().environment().equals(environments.get(kill.processId()));
    return new Time(
        Duration.between(kill.at(), next.at()),
        same ? Where.SAME_ENVIRONMENT : Where.ANOTHER_ENVIRONMENT,
        shares(kill.at(), next));
  }

  private static Optional<Shares> shares(Instant killed, EffectLine next) {
    EffectLine.Source source = next.source();
    if (source.begun().isBefore(killed)) {
      return Optional.empty();
    }
    return Optional.of(
        new Shares(
            Duration.between(killed, source.begun()),
            Duration.between(source.begun(), source.ready()),
            Duration.between(source.ready(), next.at())));
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
    return within(share, lengths(times));
  }

  /** The same of those crashes after which the shard went on at this place. */
  Optional<Duration> within(double share, Where place) {
    return within(share, lengths(at(place)));
  }

  /** The times of those crashes after which the shard went on at this place. */
  List<Time> at(Where place) {
    return times.stream().filter(time -> time.place() == place).toList();
  }

  /** The medians of the shares of those crashes; absent where no new process went on. */
  Optional<Shares> shares(Where place) {
    List<Shares> all = at(place).stream().flatMap(time -> time.shares().stream()).toList();
    return all.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Shares(
                median(all, Shares::waiting),
                median(all, Shares::start),
                median(all, Shares::claiming)));
  }

  private static Duration median(List<Shares> all, Function<Shares, Duration> share) {
    return within(MEDIAN, all.stream().map(share).sorted().toList()).orElseThrow();
  }

  private static List<Duration> lengths(List<Time> times) {
    return times.stream().map(Time::length).toList();
  }

  private static Optional<Duration> within(double share, List<Duration> inOrder) {
    if (inOrder.isEmpty()) {
      return Optional.empty();
    }
    int rank = (int) Math.ceil(share * inOrder.size());
    return Optional.of(inOrder.get(Math.max(1, rank) - 1));
  }
}
