package dev.tidemark.proof.explore;

import dev.tidemark.proof.explore.Scope.Ending;
import dev.tidemark.proof.explore.Scope.Subject;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The scopes that are explored to their ends, and a small one. */
public final class Scopes {

  private Scopes() {}

  /** All that {@code ./tidemark explore} explores unless it is told otherwise. */
  public static List<Scope> all() {
    return List.of(orders(), lanes(), crowd(), retries(), cuts());
  }

  /** A small one, explored in seconds. */
  public static Scope small() {
    return new Scope(
        "small",
        "2 invocations over 2 records of 2 keys, one of which always fails",
        List.of(new Subject("a", 0, Ending.FAILS), new Subject("b", 0, Ending.SUCCEEDS)),
        2,
        2,
        1,
        Map.of(
            Choice.DEATH, 1,
            Choice.LOST_REPLY, 1,
            Choice.LATE_WRITE, 1,
            Choice.LEASE_OVER, 1,
            Choice.DUPLICATE, 1,
            Choice.REPLAY, 1));
  }

  /** For random walks: more of everything than can be explored. */
  public static Scope forWalks() {
    var twice = new EnumMap<Choice, Integer>(Choice.class);
    for (Choice choice : Choice.values()) {
      twice.put(choice, 2);
    }
    return new Scope(
        "walks",
        "5 invocations over 4 records of 2 keys, one of which always fails, factor 2",
        List.of(
            new Subject("a", 0, Ending.FAILS),
            new Subject("b", 1, Ending.SUCCEEDS),
            new Subject("a", 0, Ending.SUCCEEDS),
            new Subject("b", 1, Ending.SUCCEEDS)),
        5,
        2,
        1,
        twice);
  }

  /** A record that always fails, attempts, a replay and zombies. */
  static Scope retries() {
    return new Scope(
        "retries",
        "3 invocations over 2 records of 2 keys, one of which always fails",
        List.of(new Subject("a", 0, Ending.FAILS), new Subject("b", 0, Ending.SUCCEEDS)),
        3,
        2,
        10_000,
        Map.of(
            Choice.DEATH, 1,
            Choice.REPLAY, 1,
            Choice.LEASE_OVER, 2,
            Choice.DUPLICATE, 2));
  }

  /** The same with deliveries that are cut and stores that fail. */
  static Scope cuts() {
    return new Scope(
        "cuts",
        "3 invocations over 2 records of 2 keys, one of which always fails, cut differently",
        List.of(new Subject("a", 0, Ending.FAILS), new Subject("b", 0, Ending.SUCCEEDS)),
        3,
        2,
        10_000,
        Map.of(
            Choice.DEATH, 1,
            Choice.STORE_ERROR, 1,
            Choice.CUT, 1,
            Choice.REPLAY, 1,
            Choice.LEASE_OVER, 1,
            Choice.DUPLICATE, 1));
  }

  /** Two keys, with everything that can become of a write. */
  static Scope orders() {
    return new Scope(
        "orders",
        "2 invocations over 4 records of 2 keys",
        four(0),
        2,
        2,
        1,
        Map.of(
            Choice.DEATH, 1,
            Choice.LOST_REPLY, 1,
            Choice.LATE_WRITE, 1,
            Choice.LEASE_OVER, 1,
            Choice.DUPLICATE, 1,
            Choice.STORE_ERROR, 1));
  }

  /** The same with two deliveries at once. */
  static Scope lanes() {
    return new Scope(
        "lanes",
        "2 invocations over 4 records of 2 keys, factor 2",
        four(1),
        2,
        2,
        1,
        Map.of(
            Choice.DEATH, 1,
            Choice.LOST_REPLY, 1,
            Choice.LATE_WRITE, 1,
            Choice.LEASE_OVER, 1,
            Choice.DUPLICATE, 1,
            Choice.MERGE, 1));
  }

  /** Three that claim beside each other. */
  static Scope crowd() {
    return new Scope(
        "crowd",
        "3 invocations over 3 records of 2 keys, factor 2",
        four(1).subList(0, 3),
        3,
        2,
        10_000,
        Map.of(Choice.DEATH, 1, Choice.LEASE_OVER, 1, Choice.DUPLICATE, 1));
  }

  private static List<Subject> four(int laneOfB) {
    return List.of(
        new Subject("a", 0, Ending.SUCCEEDS),
        new Subject("b", laneOfB, Ending.SUCCEEDS),
        new Subject("a", 0, Ending.SUCCEEDS),
        new Subject("b", laneOfB, Ending.SUCCEEDS));
  }
}
