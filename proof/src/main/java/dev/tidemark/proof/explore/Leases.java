package dev.tidemark.proof.explore;

/** Until when each invocation may start each record, as the stores say. */
final class Leases {

  private final int records;
  private final int[] until;

  private Leases(int records, int[] until) {
    this.records = records;
    this.until = until;
  }

  static Leases of(Snapshot snapshot, Scene scene) {
    int records = scene.scope().records().size();
    int invocations = scene.scope().invocations();
    var until = new int[invocations * records];
    for (int i = 0; i < invocations; i++) {
      for (int r = 0; r < records; r++) {
        until[i * records + r] = snapshot.leaseUntil(scene.claim(i), scene.position(r));
      }
    }
    return new Leases(records, until);
  }

  /** On the clock; -1 when it may not. */
  int until(int invocation, int record) {
    return until[invocation * records + record];
  }
}
