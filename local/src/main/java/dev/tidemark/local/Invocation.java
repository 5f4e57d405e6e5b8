package dev.tidemark.local;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/** One event on its way through a function's process. Thread-safe. */
final class Invocation {
  private final String id = UUID.randomUUID().toString();
  private final CompletableFuture<FunctionResult> result = new CompletableFuture<>();
  private final byte[] event;
  private final Instant deadline;

  Invocation(byte[] event, Duration timeout) {
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
