package dev.tidemark.engine;

import dev.tidemark.checkpoint.RecordError;
import java.io.PrintWriter;
import java.io.StringWriter;

/** Turns what a handler threw into text that is kept. */
public final class RecordErrors {

  private RecordErrors() {}

  /** Class, message and stack trace, each cut to the length that is kept. */
  public static RecordError of(Throwable error) {
    var stack = new StringWriter();
    error.printStackTrace(new PrintWriter(stack, true));
    String message = error.getMessage() == null ? "" : error.getMessage();
    return new RecordError(error.getClass().getName(), message, stack.toString());
  }
}
