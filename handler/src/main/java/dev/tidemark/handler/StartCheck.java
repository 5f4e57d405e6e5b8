package dev.tidemark.handler;

import com.amazonaws.services.lambda.runtime.Context;
import dev.tidemark.ConsumerSettings;
import dev.tidemark.check.Check;
import dev.tidemark.check.FunctionView;
import dev.tidemark.check.StartRules;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Holds a function against its {@link StartRules} at the first invocation of its process, and
 * writes a line to the log for each that does not hold. Costs no call and refuses nothing.
 * Thread-safe.
 */
final class StartCheck {

  private final ConsumerSettings settings;
  private final AtomicBoolean done = new AtomicBoolean();

  StartCheck(ConsumerSettings settings) {
    this.settings = settings;
  }

  /** To be told of every invocation; looks at the first. */
  void invoked(Context context) {
    if (done.getAndSet(true)) {
      return;
    }
    var view =
        new FunctionView(
            settings,
            context.getMemoryLimitInMB(),
            Duration.ofMillis(context.getRemainingTimeInMillis()));
    for (Check<FunctionView> check : StartRules.all()) {
      check
          .of(view)
          .ifPresent(
              finding ->
                  context
                      .getLogger()
                      .log("tidemark check: " + finding.line() + System.lineSeparator()));
    }
  }
}
