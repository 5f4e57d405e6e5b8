package dev.tidemark.mapping;

import dev.tidemark.checkpoint.SequenceNumber;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What the on-failure destination gets for a range of records the mapping gave up.
 *
 * <p>Its JSON has the shape recorded from AWS: for SQS and SNS the metadata of the range, for S3
 * the same and the whole event as {@code payload}. A message for records that became too old has no
 * {@code responseContext}.
 *
 * @param destination where it goes
 * @param requestContext the last invocation and why the mapping gave up
 * @param responseContext how the last invocation ended, if that is why
 * @param timestamp when the mapping gave up
 * @param source the shard and the function
 * @param records the range, 1 or more records in the order of the shard
 */
public record FailureMessage(
    OnFailureDestination destination,
    RequestContext requestContext,
    Optional<ResponseContext> responseContext,
    Instant timestamp,
    ShardSource source,
    List<MappedRecord> records) {

  /** Why the mapping gave records up. */
  public enum Condition {
    /** MaximumRetryAttempts are used up. */
    RETRY_ATTEMPTS_EXHAUSTED("RetryAttemptsExhausted"),
    /** MaximumRecordAgeInSeconds has passed. */
    RECORD_AGE_EXCEEDED("RecordAgeExceeded");

    private final String text;

    Condition(String text) {
      this.text = text;
    }

    /** As the message writes it. */
    public String text() {
      return text;
    }
  }

  /**
   * The last invocation of the range.
   *
   * @param requestId its id
   * @param condition why the mapping gave up
   * @param approximateInvokeCount how often the function got exactly these records; 1 if it never
   *     did (recorded from AWS)
   */
  public record RequestContext(
      RequestId requestId, Condition condition, int approximateInvokeCount) {
    public RequestContext {
      Objects.requireNonNull(requestId, "requestId");
      Objects.requireNonNull(condition, "condition");
      if (approximateInvokeCount < 1) {
        throw new IllegalArgumentException(
            "approximateInvokeCount must be 1 or more, is " + approximateInvokeCount);
      }
    }
  }

  /**
   * How the last invocation ended.
   *
   * @param functionError {@code Unhandled} when the function failed; empty, written as null, when
   *     it returned a response that failed the batch
   */
  public record ResponseContext(Optional<String> functionError) {
    /** The status of an invocation that reached the function. */
    public static final int STATUS_CODE = 200;

    /** The version of the function that ran. */
    public static final String EXECUTED_VERSION = "$LATEST";

    public ResponseContext {
      Objects.requireNonNull(functionError, "functionError");
    }
  }

  /**
   * The range, derived from its records.
   *
   * @param startSequenceNumber of the first record
   * @param endSequenceNumber of the last record
   * @param firstArrival of the first record
   * @param lastArrival of the last record
   * @param batchSize how many records
   */
  public record KinesisBatchInfo(
      SequenceNumber startSequenceNumber,
      SequenceNumber endSequenceNumber,
      Instant firstArrival,
      Instant lastArrival,
      int batchSize) {}

  public FailureMessage {
    Objects.requireNonNull(destination, "destination");
    Objects.requireNonNull(requestContext, "requestContext");
    Objects.requireNonNull(responseContext, "responseContext");
    Objects.requireNonNull(timestamp, "timestamp");
    Objects.requireNonNull(source, "source");
    records = List.copyOf(records);
    if (records.isEmpty()) {
      throw new IllegalArgumentException("a failure message needs 1 or more records");
    }
  }

  /** The range as the message describes it. */
  public KinesisBatchInfo batchInfo() {
    MappedRecord first = records.get(0);
    MappedRecord last = records.get(records.size() - 1);
    return new KinesisBatchInfo(
        first.sequenceNumber(),
        last.sequenceNumber(),
        first.approximateArrival(),
        last.approximateArrival(),
        records.size());
  }

  /** The message as the destination gets it. */
  public String toJson() {
    return FailureMessageJson.render(this);
  }

  /** Writes the message as UTF-8 JSON; leaves the stream open. */
  public void write(OutputStream out) throws IOException {
    FailureMessageJson.write(this, out);
  }
}
