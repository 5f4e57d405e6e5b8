package dev.tidemark.proof.explore;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * What is explored: a small case, with a bound on everything, so that there are finitely many
 * states.
 *
 * @param name how the command line calls it
 * @param sentence what it is, in words
 * @param records the records of the shard, in order
 * @param invocations how many invocations there are at most, 1 to {@value #MAX_INVOCATIONS}
 * @param maxAttempts the attempts limit
 * @param progressRecords progress is saved after so many records
 * @param allowed how often each choice may be made; what is missing may not
 */
public record Scope(
    String name,
    String sentence,
    List<Subject> records,
    int invocations,
    int maxAttempts,
    int progressRecords,
    Map<Choice, Integer> allowed) {

  /** The most invocations, so that a set of them is a few bits. */
  public static final int MAX_INVOCATIONS = 6;

  /** The most records, for the same reason. */
  public static final int MAX_RECORDS = 6;

  private static final int MOST_OF_A_CHOICE = 7;

  /**
   * A record.
   *
   * @param key its partition key
   * @param lane which of the shard's concurrent deliveries its key belongs to, from 0
   * @param ending what the handler makes of it
   */
  public record Subject(String key, int lane, Ending ending) {
    public Subject {
      Objects.requireNonNull(key);
      Objects.requireNonNull(ending);
    }
  }

  /** What the handler makes of a record, each time. */
  public enum Ending {
    SUCCEEDS,
    FAILS
  }

  /**
   * @throws IllegalArgumentException when a number is out of range
   */
  public Scope {
    Objects.requireNonNull(name);
    Objects.requireNonNull(sentence);
    records = List.copyOf(records);
    allowed = Map.copyOf(allowed);
    require("records", records.size(), MAX_RECORDS);
    require("invocations", invocations, MAX_INVOCATIONS);
    require("maxAttempts", maxAttempts, MOST_OF_A_CHOICE);
    allowed.values().forEach(times -> require("allowed", times, MOST_OF_A_CHOICE));
  }

  private static void require(String what, int number, int most) {
    if (number < 1 || number > most) {
      throw new IllegalArgumentException(what + " must be 1 to " + most + ", is " + number);
    }
  }

  /** How often this choice may be made. */
  public int allowed(Choice choice) {
    return allowed.getOrDefault(choice, 0);
  }

  /** How many deliveries of the shard run at once. */
  public int lanes() {
    return 1 + records.stream().mapToInt(Subject::lane).max().orElseThrow();
  }

  /** All records, as bits. */
  int all() {
    return (1 << records.size()) - 1;
  }

  /** The records of each lane, as bits. */
  int[] recordsOfLanes() {
    return IntStream.range(0, lanes()).map(this::lane).toArray();
  }

  /** The records of a lane, as bits. */
  int lane(int lane) {
    int bits = 0;
    for (int r = 0; r < records.size(); r++) {
      bits |= records.get(r).lane() == lane ? 1 << r : 0;
    }
    return bits;
  }

  /** The records before this one that have its key, as bits. */
  int before(int record) {
    int bits = 0;
    for (int r = 0; r < record; r++) {
      bits |= records.get(r).key().equals(records.get(record).key()) ? 1 << r : 0;
    }
    return bits;
  }
}
