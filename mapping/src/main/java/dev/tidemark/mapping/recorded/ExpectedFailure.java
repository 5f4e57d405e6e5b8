package dev.tidemark.mapping.recorded;

import dev.tidemark.mapping.FailureMessage;
import java.util.Objects;
import java.util.Optional;

/**
 * The one message the on-failure destination of a recorded case got.
 *
 * @param condition why the records were given up
 * @param approximateInvokeCount as the message says
 * @param responseContext as the message says; empty if it has none
 * @param firstPut index of the put that begins the range
 * @param lastPut index of the put that ends the range
 * @param batchSize as the message says
 */
public record ExpectedFailure(
    FailureMessage.Condition condition,
    int approximateInvokeCount,
    Optional<FailureMessage.ResponseContext> responseContext,
    int firstPut,
    int lastPut,
    int batchSize) {
  public ExpectedFailure {
    Objects.requireNonNull(condition, "condition");
    Objects.requireNonNull(responseContext, "responseContext");
  }
}
