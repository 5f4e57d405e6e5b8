package dev.tidemark.local;

import java.util.Locale;

/** What a {@link ServiceTap} can do wrong with a request. */
public enum Fault {
  /** The connection is closed before the request is passed on: nothing has happened. */
  CONNECTION_LOST,
  /**
   * DynamoDB's {@code ThrottlingException}, S3's {@code SlowDown}; the request is not passed on.
   */
  THROTTLED,
  /**
   * DynamoDB's {@code ProvisionedThroughputExceededException}, S3's {@code SlowDown}; the request
   * is not passed on.
   */
  THROUGHPUT_EXCEEDED,
  /** A status of 500; the request is not passed on. */
  SERVER_ERROR,
  /** The request is passed on, and the connection is closed instead of an answer. */
  REPLY_LOST,
  /** The request is passed on, and its answer held back for a while. */
  SLOW,
  /** The request is passed on, and its answer held back for longer than a client waits. */
  TIMED_OUT,
  /** The request is passed on, and its answer is a page of something else. */
  GARBLED,
  /** The request is held back for longer than a client waits, and only then passed on. */
  ARRIVES_LATE,
  /**
   * The request is passed on twice, as by a retry on the way, and the second answer is given. A
   * write on a condition finds itself there.
   */
  PASSED_ON_TWICE,
  /**
   * DynamoDB's {@code TransactionConflictException}, or a transaction cancelled for that reason;
   * S3's {@code ConditionalRequestConflict}; the request is not passed on.
   */
  CONFLICT;

  /** The word for it in reports, for example {@code reply-lost}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
