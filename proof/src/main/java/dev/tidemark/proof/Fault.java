package dev.tidemark.proof;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** What goes wrong, or at least not smoothly, in a world. */
public enum Fault {
  /** A call to a store does not arrive. */
  CALL_LOST,
  /** A call lands and its reply is lost. */
  REPLY_LOST,
  /** A call lands long after its sender gave it up, also after its sender's death. */
  CALL_LATE,
  /** A store refuses for lack of a permission. */
  MISCONFIGURED,
  /** No status row can be read or written for a while. */
  STATUS_OUTAGE,
  /** No payload can be read or written for a while. */
  PAYLOAD_OUTAGE,
  /** A process dies between any two calls. */
  CRASH,
  /** A process stands still for a while. */
  PAUSE,
  /** A process stands still until its lease is over, and goes on. */
  ZOMBIE,
  /** The clocks of the processes differ by up to two seconds. */
  CLOCK_SKEW,
  /** Two pollers deliver the same batch at the same time. */
  DUPLICATE_DELIVERY,
  /** A batch of long ago comes again. */
  REPLAY,
  /** The mapping is made anew and begins at TRIM_HORIZON. */
  TRIM_HORIZON,
  /** The parallelization factor changes under way. */
  FACTOR_CHANGE,
  /** The batch size changes under way. */
  BATCH_SIZE_CHANGE,
  /** The filter changes under way. */
  FILTER_CHANGE,
  /** A shard is split, and its children run before it is through. */
  RESHARD,
  /** The service throttles an invocation. */
  INVOKE_THROTTLED,
  /** The service fails an invocation. */
  SERVICE_ERROR,
  /** An invocation answers and the mapping hears of an error. */
  RESPONSE_LOST,
  /** The handler fails a record once or more often. */
  RECORD_FAILS,
  /** The handler says that no attempt can help. */
  RECORD_HOPELESS,
  /** A record hangs until its process is killed, once. */
  RECORD_HANGS,
  /** A record takes its process down, once. */
  RECORD_KILLS,
  /** A record takes its process down every time. */
  RECORD_KILLS_ALWAYS,
  /** Rows are dropped once they may be, and the stream has trimmed its records. */
  EXPIRY;

  /** The fault in words. */
  public String words() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /** All but those that the protocol does not isolate yet. */
  public static Set<Fault> usual() {
    var all = EnumSet.allOf(Fault.class);
    all.remove(RECORD_KILLS_ALWAYS);
    return Collections.unmodifiableSet(all);
  }
}
