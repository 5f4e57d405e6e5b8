package dev.tidemark;

/**
 * Drops what a producer sent twice: records that stand apart in the stream and yet mean the same by
 * a business key. Implementations are thread-safe.
 *
 * <p>It has nothing to do with a record that is delivered twice: that is told by its position.
 */
public interface DuplicateFilter {

  /** Lets every record through. */
  DuplicateFilter NONE =
      new DuplicateFilter() {
        @Override
        public Decision admit(KinesisRecord<?> record) {
          return Decision.FIRST;
        }

        @Override
        public void settle(KinesisRecord<?> record, Outcome outcome) {}
      };

  /** What is known of a record's business key. */
  enum Decision {
    /** Nobody has processed it: this record is the one. {@link #settle} follows. */
    FIRST,
    /** Another record with this key is done, or this very one: it is skipped. */
    DUPLICATE,
    /** Another record with this key is being processed: this one is tried again. */
    BUSY
  }

  /** Asks whether a record is to be processed. What it throws counts as a failed attempt. */
  Decision admit(KinesisRecord<?> record);

  /**
   * Says what became of a record that was admitted as the first. A record whose effects are still
   * to be committed counts as one that is tried again: put a condition on its business key among
   * the effects.
   */
  void settle(KinesisRecord<?> record, Outcome outcome);
}
