package dev.tidemark.local;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;

/** One event on its way through a function's process. Thread-safe. */
final class Invocation {
  private final CompletableFuture<FunctionResult> result = new CompletableFuture<>();
  private final String id;
  private final byte[] event;
  private final Instant deadline;

  Invocation(String id, byte[] event, Duration timeout) {
    this.id = id;
    this.event = event;
    this.deadline = Instant.now().plus(timeout);
  }

  String id() {
    return id;
  }

  /** Not a copy: the bytes are never changed. */
  byte[] event() {
    return event;
  }

  Instant deadline() {
    return deadline;
  }

  /** Completes with what the process posts. */
  CompletableFuture<FunctionResult> result() {
    return result;
  }
}
