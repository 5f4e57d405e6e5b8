package dev.tidemark.mapping;

import java.util.Objects;

/**
 * The choices AWS states nowhere. A consumer must be right under every one of them, so each is a
 * value that a test can flip; the defaults are those that ask most of a consumer.
 *
 * @param suffix whether new records join what is left of a partly done batch
 * @param siblings whether a failing lane holds back the others
 * @param firstReported what bisect does when the first record of a batch is reported
 * @param unknownResponse what a response of an undocumented form means
 * @param oversizeRecord what happens to a record that fits no invocation
 * @param retriesAfterAgeCut whether retries count on once records too old were cut off
 */
public record OpenRules(
    Suffix suffix,
    Siblings siblings,
    FirstReported firstReported,
    UnknownResponse unknownResponse,
    OversizeRecord oversizeRecord,
    RetriesAfterAgeCut retriesAfterAgeCut) {

  /** What is left of a partly done batch. */
  public enum Suffix {
    /** Fills up with records that wait behind it: no batch keeps its identity. The default. */
    NEW_RECORDS_JOIN,
    /** Comes again alone. */
    STAYS_ALONE
  }

  /** The other lanes of a shard while one is failing. */
  public enum Siblings {
    /**
     * Run on, so that the ranges of batches overlap and a slow lane falls far behind. The default.
     */
    RUN_ON,
    /** Start nothing new until the failing lane is through. */
    HELD_BACK
  }

  /** A reported first record under bisect: the returned number splits off nothing. */
  public enum FirstReported {
    /** Read to the letter, the same batch comes again and costs a retry. The default. */
    RETRY_UNCHANGED,
    /** Split in halves as any whole failure. */
    BISECT
  }

  /** A response that is no JSON, or JSON of a form AWS says nothing about. */
  public enum UnknownResponse {
    /** The whole batch failed. The default. */
    FAILS,
    /** The whole batch succeeded, a silent loss. */
    SUCCEEDS
  }

  /** A record whose event alone is over the payload cap. */
  public enum OversizeRecord {
    /** Given up without an invocation, as if its retries were used up. The default. */
    GIVEN_UP_AT_ONCE,
    /** Tried in vain, like a throttle, until it is too old. */
    HELD_UNTIL_TOO_OLD
  }

  /** The retry count of a batch whose head was cut off for its age. */
  public enum RetriesAfterAgeCut {
    /** Goes on, so the rest is given up sooner. The default. */
    KEPT,
    /** Begins anew, as after partial progress. */
    FRESH
  }

  /** The choices that ask most of a consumer. */
  public static final OpenRules DEFAULT =
      new OpenRules(
          Suffix.NEW_RECORDS_JOIN,
          Siblings.RUN_ON,
          FirstReported.RETRY_UNCHANGED,
          UnknownResponse.FAILS,
          OversizeRecord.GIVEN_UP_AT_ONCE,
          RetriesAfterAgeCut.KEPT);

  public OpenRules {
    Objects.requireNonNull(suffix, "suffix");
    Objects.requireNonNull(siblings, "siblings");
    Objects.requireNonNull(firstReported, "firstReported");
    Objects.requireNonNull(unknownResponse, "unknownResponse");
    Objects.requireNonNull(oversizeRecord, "oversizeRecord");
    Objects.requireNonNull(retriesAfterAgeCut, "retriesAfterAgeCut");
  }

  /** These choices with another one for what is left of a partly done batch. */
  public OpenRules with(Suffix choice) {
    return new OpenRules(
        choice, siblings, firstReported, unknownResponse, oversizeRecord, retriesAfterAgeCut);
  }

  /** These choices with another one for the lanes beside a failing one. */
  public OpenRules with(Siblings choice) {
    return new OpenRules(
        suffix, choice, firstReported, unknownResponse, oversizeRecord, retriesAfterAgeCut);
  }

  /** These choices with another one for a reported first record under bisect. */
  public OpenRules with(FirstReported choice) {
    return new OpenRules(
        suffix, siblings, choice, unknownResponse, oversizeRecord, retriesAfterAgeCut);
  }

  /** These choices with another one for responses of an undocumented form. */
  public OpenRules with(UnknownResponse choice) {
    return new OpenRules(
        suffix, siblings, firstReported, choice, oversizeRecord, retriesAfterAgeCut);
  }

  /** These choices with another one for records over the payload cap. */
  public OpenRules with(OversizeRecord choice) {
    return new OpenRules(
        suffix, siblings, firstReported, unknownResponse, choice, retriesAfterAgeCut);
  }

  /** These choices with another one for the retry count after an age cut. */
  public OpenRules with(RetriesAfterAgeCut choice) {
    return new OpenRules(suffix, siblings, firstReported, unknownResponse, oversizeRecord, choice);
  }
}
