package dev.tidemark.local;

import java.time.Duration;
import java.util.Objects;

/** How one invocation of a {@link LocalFunction} ended. */
public sealed interface FunctionResult {

  /**
   * The handler returned.
   *
   * @param response what it returned, as JSON text; empty when it wrote nothing
   */
  record Returned(String response) implements FunctionResult {
    public Returned {
      Objects.requireNonNull(response, "response");
    }
  }

  /**
   * The handler threw, or could not be found.
   *
   * @param type the class of what was thrown, for instance {@code java.io.IOException}
   * @param message its message; empty when it had none
   * @param body the whole error as Lambda's runtime reports it, as JSON text with the stack trace
   */
  record FunctionError(String type, String message, String body) implements FunctionResult {
    public FunctionError {
      Objects.requireNonNull(type, "type");
      Objects.requireNonNull(message, "message");
      Objects.requireNonNull(body, "body");
    }
  }

  /**
   * The invocation passed its deadline and the process was killed.
   *
   * @param after the function's time limit
   */
  record TimedOut(Duration after) implements FunctionResult {
    public TimedOut {
      Objects.requireNonNull(after, "after");
    }
  }

  /**
   * The process ended during the invocation.
   *
   * @param exitCode its exit code; 128 plus the signal when it was killed
   */
  record Crashed(int exitCode) implements FunctionResult {}

  /**
   * The process took more memory than the function has, and was killed.
   *
   * @param usedMebibytes what it held in memory when it was seen
   * @param limitMebibytes the function's memory size
   */
  record OutOfMemory(long usedMebibytes, int limitMebibytes) implements FunctionResult {}

  /**
   * The process did not get as far as asking for an invocation; the event was not delivered.
   *
   * @param type the class of what was thrown, or what went wrong in Lambda's words
   * @param message what it said; one line
   */
  record InitFailed(String type, String message) implements FunctionResult {
    public InitFailed {
      Objects.requireNonNull(type, "type");
      Objects.requireNonNull(message, "message");
    }
  }
}
