package dev.tidemark.producer;

import java.util.Objects;
import java.util.concurrent.CompletableFuture;

/**
 * A value that the producer's buffer has.
 *
 * @param number its place among all that the buffer has taken
 * @param delivery what becomes of it in the end; it never completes exceptionally. It completes on
 *     the producer's thread, which waits for what hangs on it
 */
public record Acknowledged(long number, CompletableFuture<Delivery> delivery) {

  public Acknowledged {
    Objects.requireNonNull(delivery);
  }
}
