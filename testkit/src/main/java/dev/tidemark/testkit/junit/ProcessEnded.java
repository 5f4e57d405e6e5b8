package dev.tidemark.testkit.junit;

/**
 * Thrown by what a {@link FunctionProcess} handed out once the process has ended. An error rather
 * than an exception, so that a handler's {@code catch (Exception e)} does not bring the process
 * back to life.
 */
public final class ProcessEnded extends Error {

  private static final long serialVersionUID = 1L;

  ProcessEnded(int process) {
    super("process " + process + " has ended");
  }
}
