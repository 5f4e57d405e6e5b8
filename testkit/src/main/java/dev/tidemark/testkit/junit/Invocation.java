package dev.tidemark.testkit.junit;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.tidemark.checkpoint.Bytes;
import dev.tidemark.mapping.InvocationResult;
import dev.tidemark.mapping.InvocationResult.FunctionError;
import dev.tidemark.mapping.InvocationResult.Returned;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** An invocation under way, on a thread of its own. */
final class Invocation {

  /** Real time: nothing in a run waits, so what takes this long hangs. */
  static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final Duration LAST_MOMENTS = Duration.ofMillis(500);

  private final int number;
  private final String requestId;
  private final Instant deadline;
  private final Consumer<String> log;
  private final CompletableFuture<InvocationResult> result = new CompletableFuture<>();
  private volatile boolean leftBehind;
  private volatile Optional<Thread> thread = Optional.empty();
  private volatile Optional<Throwable> thrown = Optional.empty();
  private volatile Optional<RuntimeException> startFailure = Optional.empty();

  Invocation(int number, String requestId, Instant deadline, Consumer<String> log) {
    this.number = number;
    this.requestId = requestId;
    this.deadline = deadline;
    this.log = log;
  }

  Instant deadline() {
    return deadline;
  }

  Optional<Throwable> thrown() {
    return thrown;
  }

  void cannotStart(RuntimeException cause) {
    startFailure = Optional.of(cause);
  }

  InvocationResult run(Callable<InvocationResult> code) {
    Thread worker =
        Thread.ofPlatform()
            .daemon()
            .name("invocation-" + number)
            .unstarted(
                () -> {
                  try {
                    result.complete(code.call());
                  } catch (Throwable e) {
                    thrown = Optional.of(e);
                    result.complete(new FunctionError(FunctionError.Kind.THROWN));
                  }
                });
    thread = Optional.of(worker);
    worker.start();
    InvocationResult ended = await(worker);
    startFailure.ifPresent(
        cause -> {
          throw new AssertionError("The handler could not be made: " + cause, cause);
        });
    return ended;
  }

  private InvocationResult await(Thread worker) {
    try {
      return result.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new AssertionError(stuck(worker), e);
    } catch (ExecutionException e) {
      throw new AssertionError("Invocation " + number + " failed: " + e.getCause(), e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("The test was interrupted during invocation " + number, e);
    }
  }

  private String stuck(Thread worker) {
    List<StackTraceElement> trace = Arrays.asList(worker.getStackTrace());
    return "Invocation %d did not return within %d s of real time. The kit's clock stands still while a handler runs, so a handler must not wait for it. Its thread stands at:%n%s"
        .formatted(
            number,
            PATIENCE.toSeconds(),
            trace.stream().map(frame -> "  " + frame).collect(Collectors.joining("\n")));
  }

  InvocationResult callHandler(RequestStreamHandler handler, Bytes event, InstantSource clock)
      throws IOException {
    var response = new ByteArrayOutputStream();
    var context = new InvocationContext(requestId, deadline, clock, log);
    handler.handleRequest(event.asInputStream(), response, context);
    return new Returned(response.toString(StandardCharsets.UTF_8));
  }

  /**
   * Its process has ended: lets its thread come to an end, so that it does not run beside others.
   */
  void end(FunctionError.Kind kind) {
    result.complete(new FunctionError(kind));
    thread.filter(worker -> worker != Thread.currentThread()).ifPresent(Thread::interrupt);
  }

  /** The mapping no longer waits for it; it may still go on. */
  void leaveBehind() {
    leftBehind = true;
    result.complete(new FunctionError(FunctionError.Kind.TIMED_OUT));
  }

  /** Waits a moment for the thread of a process that has ended. */
  void settle() {
    join(LAST_MOMENTS);
  }

  /**
   * Waits for the thread if its process was frozen.
   *
   * @throws AssertionError when it hangs
   */
  void finish() {
    if (!leftBehind) {
      return;
    }
    join(PATIENCE);
    thread
        .filter(Thread::isAlive)
        .ifPresent(
            worker -> {
              throw new AssertionError(stuck(worker));
            });
  }

  private void join(Duration atMost) {
    thread.ifPresent(
        worker -> {
          try {
            worker.join(atMost);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("The test was interrupted during invocation " + number, e);
          }
        });
  }
}
