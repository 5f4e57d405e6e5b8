package dev.tidemark.proof.explore;

/** What can go otherwise than well, each as often as a {@link Scope} allows. */
public enum Choice {
  /** An invocation dies, with its process. */
  DEATH("deaths"),
  /** A call lands and its sender is told that it failed. */
  LOST_REPLY("lost replies"),
  /** A call does not land and its sender is told that it failed. */
  STORE_ERROR("store errors"),
  /** A write lands after its sender was told that it failed, or died. */
  LATE_WRITE("late writes"),
  /** Time moves past all leases. */
  LEASE_OVER("leases over"),
  /** Time moves past the half of all leases, when they are renewed. */
  HALF_LEASE("half leases"),
  /** A delivery ends before the last record that there is. */
  CUT("cuts"),
  /** The mapping begins again at the first record. */
  REPLAY("replays"),
  /** The mapping delivers again although the invocation that it waits for goes on. */
  DUPLICATE("duplicates"),
  /** A delivery holds the records of all lanes, as if the parallelization factor were 1. */
  MERGE("merges");

  private final String plural;

  Choice(String plural) {
    this.plural = plural;
  }

  /** In words, for more than one. */
  public String plural() {
    return plural;
  }
}
