package dev.tidemark.checkpoint.protocol;

/** When the payload of a batch is stored. */
public enum PayloadPolicy {
  /** Of every batch, before anything of it is recorded as done. */
  ALWAYS,
  /**
   * Only of a batch that does not succeed as a whole at the first try, that outlasts half its
   * lease, or that has effects to commit. A batch that wholly succeeded is recognised when it is
   * delivered again in the very same cut; of another cut its records run again. Only for an event
   * source mapping with a parallelization factor of 1: without payloads nobody can tell which
   * records of a range a batch holds.
   */
  ON_FAILURE
}
