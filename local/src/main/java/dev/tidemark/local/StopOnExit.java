package dev.tidemark.local;

import java.util.concurrent.atomic.AtomicBoolean;

/** Runs an action once: when told to, or else when this JVM shuts down in order. Thread-safe. */
final class StopOnExit {
  private final AtomicBoolean stopped = new AtomicBoolean();
  private final Runnable action;
  private final Thread hook;

  private StopOnExit(Runnable action) {
    this.action = action;
    this.hook = new Thread(this::run, "stop-local-processes");
  }

  static StopOnExit of(Runnable action) {
    StopOnExit stop = new StopOnExit(action);
    Runtime.getRuntime().addShutdownHook(stop.hook);
    return stop;
  }

  boolean isStopped() {
    return stopped.get();
  }

  /** Runs the action now; later calls do nothing. */
  void now() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException shuttingDown) {
      // The hook runs already or is about to; whichever comes first runs the action.
    }
    run();
  }

  private void run() {
    if (stopped.compareAndSet(false, true)) {
      action.run();
    }
  }
}
