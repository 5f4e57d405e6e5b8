package dev.tidemark.checkpoint.aws.faults;

import dev.tidemark.local.Fault;
import java.util.Optional;

/** What goes wrong with a call: a column of the matrix. */
enum Trouble {
  REFUSED("refused", "nobody listens at the other end"),
  TIMED_OUT(
      "time-out",
      "the client gives up, and then the request arrives and is carried out",
      Fault.ARRIVES_LATE),
  THROTTLED(
      "throttled", "`ThrottlingException` of DynamoDB, 503 `SlowDown` of S3", Fault.THROTTLED),
  SERVER_ERROR("5xx", "500 of DynamoDB and of S3; nothing is carried out", Fault.SERVER_ERROR),
  REPLY_LOST(
      "reply lost",
      "it is carried out, and the connection breaks before the answer",
      Fault.REPLY_LOST),
  SLOW("slow", "it is answered well, after the lease is over"),
  GARBLED(
      "malformed",
      "it is carried out, and answered with status 200 and a page of HTML",
      Fault.GARBLED),
  CONFLICT(
      "conflict",
      "`TransactionConflictException` of DynamoDB, 409 `ConditionalRequestConflict` of S3",
      Fault.CONFLICT),
  LANDED_BEFORE(
      "condition",
      "`ConditionalCheckFailedException`, 412: a retry on the way met the first try, which was"
          + " carried out",
      Fault.PASSED_ON_TWICE);

  private final String words;
  private final String meaning;
  private final Optional<Fault> fault;

  Trouble(String words, String meaning) {
    this.words = words;
    this.meaning = meaning;
    this.fault = Optional.empty();
  }

  Trouble(String words, String meaning, Fault fault) {
    this.words = words;
    this.meaning = meaning;
    this.fault = Optional.of(fault);
  }

  String words() {
    return words;
  }

  String meaning() {
    return meaning;
  }

  /** What a tap before the service does, if it is the tap that makes the trouble. */
  Optional<Fault> fault() {
    return fault;
  }
}
