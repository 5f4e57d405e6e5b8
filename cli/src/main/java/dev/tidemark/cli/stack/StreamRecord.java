package dev.tidemark.cli.stack;

import dev.tidemark.checkpoint.Bytes;

/** Something to put on a stream. */
public interface StreamRecord {

  /** The key that orders it. */
  String partitionKey();

  /** Its bytes. */
  Bytes data();
}
