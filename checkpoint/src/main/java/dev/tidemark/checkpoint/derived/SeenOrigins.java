package dev.tidemark.checkpoint.derived;

import dev.tidemark.checkpoint.Position;
import dev.tidemark.checkpoint.ShardKey;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The derived records that a consumer has met in one shard of a derived stream: for each origin, by
 * source shard, the position of the copy that counts. Every other copy is a double.
 *
 * <p>The first copy that is judged is the one that counts, and it stays that one when it is judged
 * again: a record that is delivered once more is no double of itself. An origin that is not in here
 * is never taken for a double, so forgetting one can let a double through and cannot lose a record.
 *
 * <p>What is forgotten: origins whose copy lies before everything that this consumer still works
 * on, and that their writer says to be settled, but for the newest few. Immutable.
 */
public final class SeenOrigins {

  /** Nothing was met. */
  public static final SeenOrigins NONE = new SeenOrigins(new TreeMap<>(bySource()));

  /** The most origins that are remembered once they are old, settled or not. */
  public static final int MOST = 8_000;

  private static final int MOST_OF_A_NOTE = 32_000;

  /**
   * A derived record in a shard.
   *
   * @param position where it stands
   */
  public record Arrival(Position position, DerivedRecord record) {
    public Arrival {
      Objects.requireNonNull(position);
      Objects.requireNonNull(record);
    }
  }

  /**
   * What came of judging.
   *
   * @param doubles the positions of records that are copies of others
   * @param next what is known now
   */
  public record Judgement(Set<Position> doubles, SeenOrigins next) {
    public Judgement {
      doubles = Set.copyOf(doubles);
      Objects.requireNonNull(next);
    }
  }

  /**
   * What a writer said to be settled. It tells of copies that stand behind it in the shard; those
   * before it may still be judged again.
   *
   * @param before no copy of an origin before this position of the source follows
   * @param at the position of the record that says so
   */
  record Settled(Position before, Position at) {
    Settled {
      Objects.requireNonNull(before);
      Objects.requireNonNull(at);
    }
  }

  /**
   * What was met of one source shard.
   *
   * @param settled what its writer last said to be settled
   * @param owners the copy that counts, by origin
   */
  record Met(Optional<Settled> settled, SortedMap<Correlation.Origin, Position> owners) {
    Met {
      Objects.requireNonNull(settled);
      Objects.requireNonNull(owners);
    }
  }

  private final SortedMap<ShardKey, Met> sources;

  SeenOrigins(SortedMap<ShardKey, Met> sources) {
    this.sources = sources;
  }

  static Comparator<ShardKey> bySource() {
    return Comparator.comparing(ShardKey::toText);
  }

  SortedMap<ShardKey, Met> sources() {
    return sources;
  }

  /** How many origins are remembered. */
  public int size() {
    return sources.values().stream().mapToInt(met -> met.owners().size()).sum();
  }

  /**
   * Judges the derived records of a delivery.
   *
   * @param arrivals in order of position
   * @param unfinishedFrom what lies before it in this shard will not be delivered again
   * @param memory how many settled origins are remembered all the same, the newest
   */
  public Judgement judge(List<Arrival> arrivals, Position unfinishedFrom, int memory) {
    SortedMap<ShardKey, Met> next = remembered(unfinishedFrom, memory);
    Set<Position> doubles = new HashSet<>();
    for (Arrival arrival : arrivals) {
      Correlation correlation = arrival.record().correlation();
      Met met = next.getOrDefault(correlation.source(), new Met(Optional.empty(), new TreeMap<>()));
      Position owner = met.owners().putIfAbsent(correlation.origin(), arrival.position());
      if (owner != null && !owner.equals(arrival.position())) {
        doubles.add(arrival.position());
      }
      next.put(correlation.source(), new Met(later(met, arrival), met.owners()));
    }
    return new Judgement(doubles, new SeenOrigins(next).newest());
  }

  private static Optional<Settled> later(Met met, Arrival arrival) {
    Optional<Settled> said =
        arrival.record().settledBefore().map(before -> new Settled(before, arrival.position()));
    boolean isNews =
        said.isPresent()
            && met.settled()
                .filter(known -> !known.before().isBefore(said.get().before()))
                .isEmpty();
    return isNews ? said : met.settled();
  }

  /** A copy without what can be forgotten. */
  private SortedMap<ShardKey, Met> remembered(Position unfinishedFrom, int memory) {
    SortedMap<ShardKey, Met> kept = new TreeMap<>(bySource());
    var old = new ArrayList<Old>();
    sources.forEach(
        (source, met) -> {
          kept.put(source, new Met(met.settled(), new TreeMap<>(met.owners())));
          met.owners()
              .forEach(
                  (origin, position) -> {
                    if (position.isBefore(unfinishedFrom)) {
                      boolean settled = isSettled(met, origin, unfinishedFrom);
                      old.add(new Old(settled, source, origin, position));
                    }
                  });
        });
    old.sort(Comparator.comparing(Old::position).reversed());
    int all = size() - old.size();
    int settled = 0;
    for (Old one : old) {
      boolean forgotten = (one.settled() && settled++ >= memory) || all++ >= MOST;
      if (forgotten) {
        owners(kept, one.source()).remove(one.origin());
      }
    }
    kept.values().removeIf(met -> met.owners().isEmpty());
    return kept;
  }

  /** Without the oldest of those that do not fit into a note, which only a huge delivery has. */
  private SeenOrigins newest() {
    if (size() <= MOST_OF_A_NOTE) {
      return this;
    }
    Position oldest =
        sources.values().stream()
            .flatMap(met -> met.owners().values().stream())
            .sorted(Comparator.reverseOrder())
            .skip(MOST_OF_A_NOTE - 1L)
            .findFirst()
            .orElseThrow();
    sources.values().forEach(met -> met.owners().values().removeIf(oldest::isAfter));
    return this;
  }

  private static SortedMap<Correlation.Origin, Position> owners(
      SortedMap<ShardKey, Met> kept, ShardKey source) {
    return Objects.requireNonNull(kept.get(source)).owners();
  }

  /** An origin whose copy lies before everything that is still worked on. */
  private record Old(
      boolean settled, ShardKey source, Correlation.Origin origin, Position position) {}

  private static boolean isSettled(Met met, Correlation.Origin origin, Position unfinishedFrom) {
    return met.settled()
        .map(said -> origin.end().isBefore(said.before()) && said.at().isBefore(unfinishedFrom))
        .orElse(true);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SeenOrigins that && sources.equals(that.sources);
  }

  @Override
  public int hashCode() {
    return sources.hashCode();
  }

  @Override
  public String toString() {
    return sources.toString();
  }
}
