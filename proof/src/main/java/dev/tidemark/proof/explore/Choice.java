package dev.tidemark.proof.explore;

/** What can go otherwise than well, each as often as a {@link Scope} allows. */
public enum Choice {
  /** An invocation dies, with its process. */
  DEATH(0, "deaths"),
  /** A call lands and its sender is told that it failed. */
  LOST_REPLY(1, "lost replies"),
  /** A call does not land and its sender is told that it failed. */
  STORE_ERROR(2, "store errors"),
  /** A write lands after its sender was told that it failed, or died. */
  LATE_WRITE(3, "late writes"),
  /** Time moves past all leases. */
  LEASE_OVER(4, "leases over"),
  /** Time moves past the half of all leases, when they are renewed. */
  HALF_LEASE(5, "half leases"),
  /** A delivery ends before the last record that there is. */
  CUT(6, "cuts"),
  /** The mapping begins again at the first record. */
  REPLAY(7, "replays"),
  /** The mapping delivers again although the invocation that it waits for goes on. */
  DUPLICATE(8, "duplicates"),
  /** A delivery holds the records of all lanes, as if the parallelization factor were 1. */
  MERGE(9, "merges");

  private final int place;
  private final String plural;

  Choice(int place, String plural) {
    this.place = place;
    this.plural = plural;
  }

  /** Where a state says how often it may still be made. */
  int place() {
    return place;
  }

  /** In words, for more than one. */
  public String plural() {
    return plural;
  }
}
