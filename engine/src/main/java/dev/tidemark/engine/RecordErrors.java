package dev.tidemark.engine;

import dev.tidemark.checkpoint.RecordError;
import java.io.PrintWriter;
import java.io.StringWriter;

/** Turns what a handler threw into text that is kept. */
public final class RecordErrors {

  private RecordErrors() {}

  /**
   * Class, message and stack trace, each cut to the length that is kept. Never throws: an error
   * whose own code fails while it is read is kept with its class alone.
   */
  public static RecordError of(Throwable error) {
    String type = error.getClass().getName();
    try {
      var stack = new StringWriter();
      error.printStackTrace(new PrintWriter(stack, true));
      String message = error.getMessage() == null ? "" : error.getMessage();
      return new RecordError(type, message, stack.toString());
    } catch (Throwable unreadable) {
      return new RecordError(type, "", "");
    }
  }
}
