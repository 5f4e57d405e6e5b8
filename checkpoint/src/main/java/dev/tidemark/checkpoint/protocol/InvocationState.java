package dev.tidemark.checkpoint.protocol;

/** Where an {@link Invocation} stands between two events. */
public enum InvocationState {
  /** Asks for the whole delivery as a fresh batch. */
  CLAIMING("the shard row"),
  /** Something was claimed before: reads the batch rows that may overlap the delivery. */
  READING_BATCHES("a page of batch rows"),
  /** Reads which records an overlapping batch holds. */
  READING_MANIFEST("a payload"),
  /** A live claim has not stored its payload yet: waits for it a moment. */
  AWAITING_MANIFESTS("a pause"),
  /** Fences a claim that died without a payload. */
  ABANDONING("a fence row"),
  /** Takes over what others have left. */
  ACQUIRING("a batch row"),
  /** Claims what nobody has as a batch beside the others. */
  CLAIMING_BESIDE("the shard row"),
  /** Stores the first payload of a process before any record runs. */
  AWAITING_PAYLOAD("the payload"),
  /** Runs records, renews leases, saves progress and commits effects. */
  PROCESSING("records, the payload, batch rows"),
  /** Writes what became of each batch. */
  SETTLING("a batch row"),
  /** Looks up slots that ended processes have left in the shard row. */
  TIDYING("a batch row"),
  /** Has responded. */
  OVER("nothing");

  private final String waitsFor;

  InvocationState(String waitsFor) {
    this.waitsFor = waitsFor;
  }

  /** What it waits for, in words. */
  public String waitsFor() {
    return waitsFor;
  }
}
