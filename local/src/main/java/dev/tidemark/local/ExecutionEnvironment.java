package dev.tidemark.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;

/**
 * Lambda's execution environment: a place with its own {@code /tmp} and log where one process of a
 * function runs, one invocation at a time. A process that is gone is replaced at the next
 * invocation; {@code /tmp} stays.
 *
 * <p>{@link #run} is called by one thread at a time; {@link #close} by any.
 */
final class ExecutionEnvironment implements AutoCloseable {
  private static final Duration INIT_LIMIT = Duration.ofSeconds(10);

  private final LambdaRuntime runtime;
  private final ScheduledExecutorService timer;
  private final Runnable coldStart;
  private final String name;
  private final Path temporary;
  private final Path log;
  private final Object lock = new Object();
  private Optional<FunctionProcess> process = Optional.empty();
  private boolean closed;

  /**
   * A place without a process yet.
   *
   * @param coldStart told of each process that is started; called without a lock
   */
  ExecutionEnvironment(
      LambdaRuntime runtime,
      ScheduledExecutorService timer,
      Runnable coldStart,
      Path folder,
      int number)
      throws IOException {
    this.runtime = runtime;
    this.timer = timer;
    this.coldStart = coldStart;
    this.name = "environment-" + number;
    this.temporary = Files.createDirectories(folder.resolve(name).resolve("tmp"));
    this.log = folder.resolve(name + ".log");
  }

  /** The process that runs here now, if any. */
  Optional<Long> processId() {
    return warm().map(FunctionProcess::pid);
  }

  Path log() {
    return log;
  }

  FunctionResult run(String requestId, byte[] event) throws IOException, InterruptedException {
    // As on Lambda a late init goes on in the time of the invocation.
    Duration initLimit = INIT_LIMIT.plus(runtime.function().timeout());
    Optional<FunctionProcess> warm = warm();
    if (warm.isPresent() && warm.get().awaitReady(initLimit).isEmpty()) {
      return warm.get().invoke(requestId, event);
    }
    // Also where a warm process was on its way out, as after an error of the JVM itself.
    FunctionProcess fresh = replaced();
    coldStart.run();
    Optional<FunctionResult.InitFailed> failure = fresh.awaitReady(initLimit);
    if (failure.isPresent()) {
      return failure.get();
    }
    return fresh.invoke(requestId, event);
  }

  private Optional<FunctionProcess> warm() {
    synchronized (lock) {
      return process.filter(FunctionProcess::isAlive);
    }
  }

  private FunctionProcess replaced() throws IOException {
    synchronized (lock) {
      if (closed) {
        throw new LocalAwsException(
            "The function " + runtime.function().name() + " was closed; start it again");
      }
      process.ifPresent(FunctionProcess::close);
      FunctionProcess fresh = start();
      process = Optional.of(fresh);
      return fresh;
    }
  }

  private FunctionProcess start() throws IOException {
    RuntimeApi api = RuntimeApi.start(runtime.function().arn());
    ChildProcess child = runtime.start(api.address(), name, temporary, log);
    return new FunctionProcess(runtime.function(), api, child, timer);
  }

  @Override
  public void close() {
    synchronized (lock) {
      closed = true;
      process.ifPresent(FunctionProcess::close);
    }
  }
}
