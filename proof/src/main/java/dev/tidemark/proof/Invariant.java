package dev.tidemark.proof;

/** What has to hold in every world after every step, each with the promise in a sentence. */
public enum Invariant {
  /** No loss. */
  I1(
      "Every record that the mapping moved past is recorded as finished, and its payload is"
          + " readable."),
  /** No start of a finished record. */
  I2("A record that is recorded as finished is never started again."),
  /** One owner. */
  I3("At most one owner of a record passes the fence, and only with a live lease."),
  /** Effects once. */
  I4("What commits together with a record's outcome commits once."),
  /** Order. */
  I5("No record starts before the earlier ones of its key are done."),
  /** Attempts. */
  I6(
      "A record's attempts are its settled failures, never more, and it is exhausted only at the"
          + " limit."),
  /** Exhausted is durable and terminal. */
  I7("What is finished stays so, and an exhausted record is readable with its error."),
  /** The response. */
  I8("The response is the lowest unfinished position of the delivery, or empty."),
  /** Store faults. */
  I9("No store fault exhausts a record or records as done what was not done."),
  /** Bounded rows. */
  I10("The rows stay under their bound."),
  /** Liveness. */
  I11("When the faults stop, everything finishes.");

  private final String promise;

  Invariant(String promise) {
    this.promise = promise;
  }

  /** The promise in a sentence. */
  public String promise() {
    return promise;
  }
}
