package dev.tidemark.check;

import dev.tidemark.ConsumerSettings;
import java.time.Duration;
import java.util.Objects;

/**
 * What a function can see of its own deployment.
 *
 * @param settings what its consumer runs by
 * @param memoryMebibytes its memory size
 * @param timeout its time-out; inside the function, what is left of it at the first invocation
 */
public record FunctionView(ConsumerSettings settings, int memoryMebibytes, Duration timeout) {
  public FunctionView {
    Objects.requireNonNull(settings);
    Objects.requireNonNull(timeout);
  }
}
