package dev.tidemark.mapping;

import java.util.Objects;

/** How an invocation of the function ended. */
public sealed interface InvocationResult {

  /**
   * The function returned.
   *
   * @param responseJson what it returned, as JSON text
   */
  record Returned(String responseJson) implements InvocationResult {
    public Returned {
      Objects.requireNonNull(responseJson, "responseJson");
    }
  }

  /**
   * The function failed; the whole batch did.
   *
   * @param kind how
   */
  record FunctionError(Kind kind) implements InvocationResult {
    /** All kinds read as {@code Unhandled} in a failure message. */
    public enum Kind {
      /** The handler threw. */
      THROWN,
      /** The deadline passed and the function was killed. */
      TIMED_OUT,
      /** The process ended. */
      CRASHED
    }

    public FunctionError {
      Objects.requireNonNull(kind, "kind");
    }
  }

  /** The service did not run the function; costs no retry, only age (AWS docs). */
  record Throttled() implements InvocationResult {}

  /** The service failed; costs no retry, only age (AWS docs). */
  record ServiceError() implements InvocationResult {}
}
