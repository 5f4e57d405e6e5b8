package dev.tidemark.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.function.UnaryOperator;

/**
 * A packaged Lambda function that runs as Lambda runs it: in processes of its own, under Lambda's
 * Java runtime, killed at its deadline or when it takes too much memory, and started again after
 * that.
 *
 * <p>Invocations run side by side up to the maximum concurrency, each in an execution environment
 * of its own; further ones wait their turn, where Lambda would answer that it throttles. A warm
 * environment is used before a new one is made. Not as on Lambda: a process gets as much of the
 * processor as the machine gives, its file system is this machine's, and the memory limit needs
 * {@code /proc}. Thread-safe.
 */
public final class LocalFunction implements AutoCloseable {
  private final FunctionSettings settings;
  private final TemporaryFolder folder;
  private final LambdaRuntime runtime;
  private final ExecutorService invocations = Executors.newVirtualThreadPerTaskExecutor();
  private final ScheduledExecutorService timer;
  private final Semaphore permits;
  private final StopOnExit stop;
  private final Object lock = new Object();
  private final List<ExecutionEnvironment> all = new ArrayList<>();
  private final Deque<ExecutionEnvironment> idle = new ArrayDeque<>();
  private FunctionCounters counters = FunctionCounters.NONE;

  private LocalFunction(FunctionSettings settings, TemporaryFolder folder, LambdaRuntime runtime) {
    this.settings = settings;
    this.folder = folder;
    this.runtime = runtime;
    this.permits = new Semaphore(settings.maximumConcurrency(), true);
    this.timer =
        Executors.newSingleThreadScheduledExecutor(
            task -> Thread.ofPlatform().daemon().name("timer-" + settings.name()).unstarted(task));
    this.stop = StopOnExit.of(this::stop);
  }

  /**
   * Makes a function ready; its first process starts with the first invocation.
   *
   * @throws LocalAwsException if the package or Lambda's runtime is missing
   */
  public static LocalFunction of(FunctionSettings settings) {
    try {
      TemporaryFolder folder = TemporaryFolder.create("function-" + settings.name());
      try {
        return new LocalFunction(settings, folder, LambdaRuntime.prepare(settings, folder.path()));
      } catch (IOException | RuntimeException e) {
        folder.close();
        throw e;
      }
    } catch (IOException e) {
      throw new LocalAwsException("Cannot unpack the function " + settings.name() + ": " + e, e);
    }
  }

  /** What it was made with. */
  public FunctionSettings settings() {
    return settings;
  }

  /**
   * Invokes the function.
   *
   * @param eventJson the event, JSON as UTF-8
   * @return completes with how the invocation ended; exceptionally with {@link LocalAwsException}
   *     only if the function is closed or its process cannot be started at all
   */
  public CompletableFuture<FunctionResult> invoke(byte[] eventJson) {
    return invoke(UUID.randomUUID().toString(), eventJson.clone());
  }

  /** Invokes the function under this request id; the bytes must not change any more. */
  CompletableFuture<FunctionResult> invoke(String requestId, byte[] event) {
    if (stop.isStopped()) {
      return CompletableFuture.failedFuture(closed());
    }
    return CompletableFuture.supplyAsync(() -> run(requestId, event), invocations);
  }

  private FunctionResult run(String requestId, byte[] event) {
    try {
      permits.acquire();
      try {
        return runIn(idleOrNew(), requestId, event);
      } finally {
        permits.release();
      }
    } catch (IOException e) {
      throw new LocalAwsException("Cannot run the function " + settings.name() + ": " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw closed();
    }
  }

  private FunctionResult runIn(ExecutionEnvironment environment, String requestId, byte[] event)
      throws IOException, InterruptedException {
    try {
      FunctionResult result = environment.run(requestId, event);
      count(before -> before.with(result));
      return result;
    } finally {
      giveBack(environment);
    }
  }

  private LocalAwsException closed() {
    return new LocalAwsException("The function " + settings.name() + " is closed");
  }

  private ExecutionEnvironment idleOrNew() throws IOException {
    synchronized (lock) {
      ExecutionEnvironment warm = idle.pollFirst();
      if (warm != null) {
        return warm;
      }
      ExecutionEnvironment fresh =
          new ExecutionEnvironment(
              runtime,
              timer,
              () -> count(FunctionCounters::withColdStart),
              folder.path(),
              all.size() + 1);
      all.add(fresh);
      return fresh;
    }
  }

  private void giveBack(ExecutionEnvironment environment) {
    synchronized (lock) {
      idle.addFirst(environment);
    }
  }

  /** What it has done so far. */
  public FunctionCounters counters() {
    synchronized (lock) {
      return counters;
    }
  }

  private void count(UnaryOperator<FunctionCounters> step) {
    synchronized (lock) {
      counters = step.apply(counters);
    }
  }

  /** The processes that run now; for tests that kill them as a machine that dies would. */
  public List<Long> processIds() {
    List<ExecutionEnvironment> environments;
    synchronized (lock) {
      environments = List.copyOf(all);
    }
    return processIds(environments);
  }

  /** Those of them that have an invocation now. */
  public List<Long> busyProcessIds() {
    List<ExecutionEnvironment> busy;
    synchronized (lock) {
      busy = all.stream().filter(environment -> !idle.contains(environment)).toList();
    }
    return processIds(busy);
  }

  /** Not under the lock: an environment that starts a process holds its own and counts. */
  private static List<Long> processIds(List<ExecutionEnvironment> environments) {
    return environments.stream().flatMap(environment -> environment.processId().stream()).toList();
  }

  /** The last lines that its processes printed, at most 2,000 characters of each environment. */
  public String logTail() {
    StringBuilder text = new StringBuilder();
    for (Path log : logs()) {
      text.append(ChildProcess.tail(log, 2_000)).append('\n');
    }
    return text.toString().strip();
  }

  /** The files that hold what its processes print, one for each environment; gone after close. */
  public List<Path> logs() {
    synchronized (lock) {
      return all.stream().map(ExecutionEnvironment::log).toList();
    }
  }

  /** Kills its processes; what still runs ends as a crash. Harmless when called again. */
  @Override
  public void close() {
    stop.now();
  }

  private void stop() {
    List<ExecutionEnvironment> ending;
    synchronized (lock) {
      ending = List.copyOf(all);
    }
    ending.forEach(ExecutionEnvironment::close);
    invocations.shutdownNow();
    timer.shutdownNow();
    try {
      folder.close();
    } catch (UncheckedIOException e) {
      throw new LocalAwsException("Cannot delete the folder of " + settings.name() + ": " + e, e);
    }
  }
}
