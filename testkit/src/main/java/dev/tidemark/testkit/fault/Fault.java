package dev.tidemark.testkit.fault;

/** How one call to a store goes wrong. */
public enum Fault {
  /** The call goes through. */
  NONE,
  /** The connection breaks before the call arrives: nothing is written. */
  FAIL_BEFORE,
  /** The store turns the call away since there are too many: nothing is written. */
  THROTTLE,
  /** The call is carried out, and its reply is lost. */
  LOSE_REPLY,
  /**
   * The caller sees a time-out while the call is still on its way: it is carried out when the test
   * says so, possibly long after its caller has died.
   */
  LAND_LATE
}
