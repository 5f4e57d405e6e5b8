package dev.tidemark.checkpoint.aws.faults;

/** A call to a store that an invocation makes: a row of the matrix. */
enum StoreCall {
  CLAIM_FRESH("claim, fresh", Kind.CONDITIONAL_WRITE),
  READ_BATCHES("read batch rows", Kind.READ),
  GET_MANIFEST("get a manifest", Kind.GET),
  CLAIM_BESIDE("claim, beside others", Kind.CONDITIONAL_WRITE),
  TAKE_OVER("take a batch over", Kind.CONDITIONAL_WRITE),
  ADOPT("create the row of an owner that died", Kind.CONDITIONAL_WRITE),
  FENCE("create a fence", Kind.CONDITIONAL_WRITE),
  PUT_PAYLOAD_FIRST("put the payload, before the records", Kind.CONDITIONAL_PUT),
  PUT_PAYLOAD_BESIDE("put the payload, beside the records", Kind.CONDITIONAL_PUT),
  CREATE_TO_RENEW("create the row to renew the lease", Kind.CONDITIONAL_WRITE),
  REPLACE_TO_RENEW("replace the row to renew the lease", Kind.CONDITIONAL_WRITE),
  PUT_EXHAUSTED("put exhausted records", Kind.CONDITIONAL_PUT),
  CREATE_TO_SETTLE("create the row to settle", Kind.CONDITIONAL_WRITE),
  REPLACE_TO_SETTLE("replace the row to settle", Kind.CONDITIONAL_WRITE),
  COMMIT_TO_SETTLE("commit the row with effects", Kind.CONDITIONAL_WRITE);

  /** What a call is to its service. */
  enum Kind {
    /**
     * {@code UpdateItem}, {@code PutItem} or {@code TransactWriteItems} of DynamoDB, on a
     * condition.
     */
    CONDITIONAL_WRITE,
    /** {@code Query} of DynamoDB. */
    READ,
    /** {@code PutObject} of S3 with {@code If-None-Match}. */
    CONDITIONAL_PUT,
    /** {@code GetObject} of S3. */
    GET
  }

  private final String words;
  private final Kind kind;

  StoreCall(String words, Kind kind) {
    this.words = words;
    this.kind = kind;
  }

  String words() {
    return words;
  }

  Kind kind() {
    return kind;
  }

  /** The two puts of a payload are the same call at different times. */
  boolean isMadeAs(StoreCall made) {
    return this == made || (this == PUT_PAYLOAD_BESIDE && made == PUT_PAYLOAD_FIRST);
  }
}
