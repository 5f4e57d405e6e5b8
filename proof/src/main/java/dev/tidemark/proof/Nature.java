package dev.tidemark.proof;

import dev.tidemark.checkpoint.RecordError;
import dev.tidemark.checkpoint.protocol.RecordResult;

/** What the handler does with a record. */
enum Nature {
  GOOD(0),
  UNWANTED(0),
  FAILS_ONCE(1),
  FAILS_TWICE(2),
  FAILS(Integer.MAX_VALUE),
  HOPELESS(Integer.MAX_VALUE),
  HANGS_ONCE(0),
  KILLS_ONCE(0),
  KILLS(0);

  private static final RecordError ERROR = new RecordError("Boom", "", "");

  private final int failures;

  Nature(int failures) {
    this.failures = failures;
  }

  /** What the handler says when it comes to the end of the record for the n-th time, n from 1. */
  RecordResult result(int run) {
    if (this == HOPELESS) {
      return new RecordResult.Hopeless(ERROR);
    }
    if (run <= failures) {
      return new RecordResult.Failed(ERROR);
    }
    return this == UNWANTED ? new RecordResult.Ignored() : new RecordResult.Succeeded();
  }
}
