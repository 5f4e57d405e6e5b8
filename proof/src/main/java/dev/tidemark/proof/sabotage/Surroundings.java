package dev.tidemark.proof.sabotage;

import dev.tidemark.checkpoint.Delivery;
import dev.tidemark.checkpoint.protocol.ProtocolSettings;
import java.util.Objects;

/**
 * What an invocation has round it when it begins.
 *
 * @param delivery what it is told that it was delivered
 * @param settings what it runs by
 * @param rows the rows of its world, as they are
 */
public record Surroundings(Delivery delivery, ProtocolSettings settings, Rows rows) {
  public Surroundings {
    Objects.requireNonNull(delivery);
    Objects.requireNonNull(settings);
    Objects.requireNonNull(rows);
  }
}
