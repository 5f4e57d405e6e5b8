package dev.tidemark.mapping;

import java.util.BitSet;

/**
 * Which of N lanes a partition key belongs to. All records of a key are in one lane, and a lane
 * runs one batch at a time. AWS does not say how it spreads keys; this spread is stable across
 * processes.
 */
record Lanes(int count) {

  int of(MappedRecord record) {
    int hash = record.partitionKey().hashCode();
    return Math.floorMod(hash ^ (hash >>> 16), count);
  }

  /** The lanes of a batch; more than one if it was formed while there were fewer lanes. */
  BitSet of(Piece piece) {
    BitSet lanes = new BitSet(count);
    piece.records().forEach(pending -> lanes.set(of(pending.record())));
    return lanes;
  }
}
