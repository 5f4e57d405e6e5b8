package dev.tidemark.check;

import dev.tidemark.check.Check.Breach;
import dev.tidemark.checkpoint.protocol.CheckpointMode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The rules that a function can hold itself against. */
public final class StartRules {

  /**
   * The least memory that took a full invocation of small records through the packaged example; see
   * {@code MemoryIT}.
   */
  public static final int LEAST_MEBIBYTES = 256;

  private StartRules() {}

  /** All of them. */
  public static List<Check<FunctionView>> all() {
    return List.of(
        new Check<>(
            Rule.unsafe(
                "timeout-below-reserve",
                "No record starts when less than the reserve is left of an invocation, so none"
                    + " does",
                "Timeout, TIDEMARK_RESERVE_MILLIS",
                Cost.BLOCK,
                Cost.LOSS),
            StartRules::timeoutBelowReserve),
        new Check<>(
            Rule.warning(
                "reserve-over-half",
                "Records start in less than half of the time that an invocation may take",
                "Timeout, TIDEMARK_RESERVE_MILLIS",
                Cost.MONEY),
            StartRules::reserveOverHalf),
        new Check<>(
            Rule.warning(
                "lease-below-store-timeout",
                "A claim can run out while a single call to a store is still waited for, and"
                    + " somebody else takes the batch over",
                "TIDEMARK_LEASE_MILLIS, TIDEMARK_STORE_TIMEOUT_MILLIS",
                Cost.DOUBLED_WORK),
            StartRules::leaseBelowStoreTimeout),
        new Check<>(
            Rule.unsafe(
                "memory-below-batch",
                "A full invocation of 6 MB does not fit, the process is killed and the batch comes"
                    + " again",
                "MemorySize",
                Cost.BLOCK,
                Cost.DOUBLED_WORK),
            StartRules::memoryBelowBatch),
        new Check<>(
            Rule.warning(
                "checkpoints-weakened",
                "Batches can run without a checkpoint, and their records again",
                "TIDEMARK_MODE",
                Cost.DOUBLED_WORK),
            StartRules::checkpointsWeakened));
  }

  private static Optional<Breach> timeoutBelowReserve(FunctionView view) {
    Duration reserve = view.settings().protocol().reserve();
    return Breach.when(
        view.timeout().compareTo(reserve) <= 0,
        "the time-out is %s, the reserve %s".formatted(seconds(view.timeout()), seconds(reserve)),
        "Timeout: " + Math.max(1, Math.min(900, reserve.multipliedBy(3).toSeconds())));
  }

  private static Optional<Breach> reserveOverHalf(FunctionView view) {
    Duration reserve = view.settings().protocol().reserve();
    boolean over = reserve.multipliedBy(2).compareTo(view.timeout()) > 0;
    return Breach.when(
        over && reserve.compareTo(view.timeout()) < 0,
        "the time-out is %s, the reserve %s".formatted(seconds(view.timeout()), seconds(reserve)),
        "Timeout: at least " + Math.max(1, reserve.multipliedBy(2).toSeconds()));
  }

  private static Optional<Breach> leaseBelowStoreTimeout(FunctionView view) {
    Duration lease = view.settings().protocol().pacing().lease();
    Duration call = view.settings().resilience().storeTimeout();
    return Breach.when(
        lease.compareTo(call) <= 0,
        "TIDEMARK_LEASE_MILLIS is %d, TIDEMARK_STORE_TIMEOUT_MILLIS %d"
            .formatted(lease.toMillis(), call.toMillis()),
        "TIDEMARK_STORE_TIMEOUT_MILLIS: below " + lease.toMillis());
  }

  private static Optional<Breach> memoryBelowBatch(FunctionView view) {
    return Breach.when(
        view.memoryMebibytes() < LEAST_MEBIBYTES,
        "MemorySize is " + view.memoryMebibytes(),
        "MemorySize: at least " + LEAST_MEBIBYTES);
  }

  private static Optional<Breach> checkpointsWeakened(FunctionView view) {
    CheckpointMode mode = view.settings().protocol().durability().mode();
    return switch (mode) {
      case EXACTLY_ONCE -> Optional.empty();
      case AT_LEAST_ONCE, OFF ->
          Optional.of(
              new Breach(
                  "TIDEMARK_MODE is " + (mode == CheckpointMode.OFF ? "off" : "at-least-once"),
                  "TIDEMARK_MODE: exactly-once"));
    };
  }

  private static String seconds(Duration time) {
    return "%.1f s".formatted(time.toMillis() / 1e3);
  }
}
