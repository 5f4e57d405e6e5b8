package dev.tidemark.proof.sabotage;

import dev.tidemark.testkit.store.ForwardingStatusStore;

/** The rows of a world for those that change one of the calls. */
class ForwardingRows extends ForwardingStatusStore {

  final Rows rows;

  ForwardingRows(Rows rows) {
    super(rows);
    this.rows = rows;
  }
}
