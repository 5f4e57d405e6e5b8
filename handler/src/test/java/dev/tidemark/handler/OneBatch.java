package dev.tidemark.handler;

import java.io.IOException;

/** A process that handles one batch and ends: what it has loaded is what a function loads. */
final class OneBatch {

  private OneBatch() {}

  /** Fails when the batch did not go through. */
  public static void main(String[] arguments) throws IOException {
    var bench = new Bench();
    String event =
        EventJson.event(EventJson.record("1", "a", "one"), EventJson.record("2", "b", "two"));
    String response = bench.handle(bench.texts(), event);
    if (!response.equals(Bench.failures()) || bench.given.size() != 2) {
      throw new IllegalStateException(response);
    }
  }
}
