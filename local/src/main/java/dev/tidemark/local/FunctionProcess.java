package dev.tidemark.local;

import dev.tidemark.local.FunctionResult.InitFailed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * One process of a function with the Runtime API that it talks to. It takes one invocation at a
 * time; when it passed a deadline or broke its memory limit it is gone, and a new one is needed.
 */
final class FunctionProcess implements AutoCloseable {
  private static final Duration BETWEEN_MEMORY_LOOKS = Duration.ofMillis(50);

  private final FunctionSettings function;
  private final RuntimeApi api;
  private final ChildProcess child;
  private final ScheduledFuture<?> memoryWatch;
  private final CompletableFuture<FunctionResult> end;
  private final CompletableFuture<FunctionResult> memoryBreach = new CompletableFuture<>();

  FunctionProcess(
      FunctionSettings function,
      RuntimeApi api,
      ChildProcess child,
      ScheduledExecutorService timer) {
    this.function = function;
    this.api = api;
    this.child = child;
    this.end =
        child.onExit().thenApply(code -> memoryBreach.getNow(new FunctionResult.Crashed(code)));
    long look = BETWEEN_MEMORY_LOOKS.toMillis();
    this.memoryWatch =
        timer.scheduleWithFixedDelay(this::lookAtMemory, look, look, TimeUnit.MILLISECONDS);
  }

  /** Where Linux tells how much memory a process holds; nothing is enforced on other systems. */
  private void lookAtMemory() {
    Path status = Path.of("/proc", Long.toString(child.pid()), "status");
    if (!Files.isReadable(status)) {
      return;
    }
    residentKibibytes(status)
        .map(kibibytes -> kibibytes / 1024)
        .filter(used -> used > function.memoryMebibytes())
        .ifPresent(this::killForMemory);
  }

  private static Optional<Long> residentKibibytes(Path status) {
    try {
      return Files.readAllLines(status).stream()
          .filter(line -> line.startsWith("VmRSS:"))
          .map(line -> Long.parseLong(line.replaceAll("\\D", "")))
          .findFirst();
    } catch (IOException e) {
      // The process ended while its status was read, so it holds no memory.
      return Optional.empty();
    }
  }

  private void killForMemory(long used) {
    memoryBreach.complete(new FunctionResult.OutOfMemory(used, function.memoryMebibytes()));
    child.close();
  }

  long pid() {
    return child.pid();
  }

  boolean isAlive() {
    return child.isAlive();
  }

  /**
   * Waits until the process asks for an invocation; what kept it from that, if anything. A process
   * that could not be used is gone.
   */
  Optional<InitFailed> awaitReady(Duration atMost) {
    String late = "not ready after " + atMost.toMillis() + " ms";
    CompletableFuture<Optional<InitFailed>> reported =
        api.initError().thenApply(error -> failed(error.type(), error.message()));
    CompletableFuture<Optional<InitFailed>> ended =
        end.thenApply(how -> failed("Runtime.ExitError", "ended: " + how));
    Optional<InitFailed> failure =
        api.waiting()
            .thenApply(waits -> Optional.<InitFailed>empty())
            .applyToEither(reported, Function.identity())
            .applyToEither(ended, Function.identity())
            .completeOnTimeout(
                failed("Runtime.InitTimeout", late), atMost.toMillis(), TimeUnit.MILLISECONDS)
            .join();
    if (failure.isPresent()) {
      close();
    }
    return failure;
  }

  private static Optional<InitFailed> failed(String type, String message) {
    return Optional.of(new InitFailed(type, message));
  }

  /** Runs one invocation; only when the process is ready. */
  FunctionResult invoke(String requestId, byte[] event) throws InterruptedException {
    Invocation invocation = new Invocation(requestId, event, function.timeout());
    CompletableFuture<FunctionResult> result =
        invocation
            .result()
            .applyToEither(end, Function.identity())
            .completeOnTimeout(
                new FunctionResult.TimedOut(function.timeout()),
                function.timeout().toMillis(),
                TimeUnit.MILLISECONDS);
    api.hand(invocation);
    FunctionResult how = result.join();
    switch (how) {
      case FunctionResult.Returned returned -> {}
      case FunctionResult.FunctionError error -> {}
      case FunctionResult.TimedOut timedOut -> close();
      case FunctionResult.Crashed crashed -> close();
      case FunctionResult.OutOfMemory outOfMemory -> close();
      case InitFailed failed -> close();
    }
    return how;
  }

  /** Kills the process. */
  @Override
  public void close() {
    memoryWatch.cancel(false);
    child.close();
    api.close();
  }
}
