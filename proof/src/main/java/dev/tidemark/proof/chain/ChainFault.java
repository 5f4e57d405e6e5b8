package dev.tidemark.proof.chain;

import java.util.Locale;

/** What goes wrong in a chain. */
public enum ChainFault {
  /** A process dies between any two steps. */
  CRASH,
  /** A process stands still, also past its deadline, and goes on. */
  ZOMBIE,
  /** Two pollers deliver the same batch at the same time. */
  DUPLICATE_DELIVERY,
  /** An invocation answers and the mapping hears of an error. */
  RESPONSE_LOST,
  /** A call to the status store does not arrive. */
  CALL_LOST,
  /** A call to the status store lands and its reply is lost. */
  REPLY_LOST,
  /** A call to the status store lands long after its sender gave it up. */
  CALL_LATE,
  /** The note of what was met is not written or not read. */
  NOTE_LOST,
  /** The note is written and the reply is lost. */
  NOTE_REPLY_LOST,
  /** Only some of what was made of a record is written. */
  WRITE_IN_PART,
  /** What was made of a record is written twice. */
  WRITE_TWICE,
  /** What was made of a record is written, and its writer hears of an error. */
  WRITE_UNANSWERED,
  /** What was made of a record is written long after its writer gave up, or died. */
  WRITE_LATE,
  /** The enricher cannot do a record just now. */
  RECORD_BUSY;

  /** The fault in words. */
  public String words() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
