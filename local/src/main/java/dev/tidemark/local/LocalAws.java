package dev.tidemark.local;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * AWS services on this machine: each a child process on a free port of the loopback interface that
 * keeps its data in memory or a temporary folder and ends with this process, however this process
 * ends. DynamoDB Local cannot be told where to listen and listens on every interface.
 *
 * <p>Clients sign with {@link #ACCESS_KEY} and {@link #SECRET_KEY} in {@link #REGION}; S3 clients
 * use path-style addresses. Thread-safe.
 */
public final class LocalAws implements AwsServices, AutoCloseable {
  /** The region that clients of the local services use. */
  public static final String REGION = "us-east-1";

  /** The account that the local streams belong to. */
  public static final String ACCOUNT = "000000000000";

  /** An access key that is accepted by every local service; a secret to nobody. */
  public static final String ACCESS_KEY = "local";

  /** The secret key beside {@link #ACCESS_KEY}. */
  public static final String SECRET_KEY = "local";

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final TemporaryFolder folder;
  private final ServicePrograms programs;
  private final Map<LocalService, RunningService> services;
  private final StopOnExit stop;

  private LocalAws(
      TemporaryFolder folder,
      ServicePrograms programs,
      Map<LocalService, RunningService> services) {
    this.folder = folder;
    this.programs = programs;
    this.services = new EnumMap<>(services);
    this.stop = StopOnExit.of(this::stop);
  }

  /** Starts every service. */
  public static LocalAws start() {
    return start(EnumSet.allOf(LocalService.class));
  }

  /** Starts these services. */
  public static LocalAws start(LocalService first, LocalService... more) {
    return start(EnumSet.of(first, more));
  }

  /**
   * Starts these services side by side and returns when all of them answer.
   *
   * @throws LocalAwsException if one is not installed, or does not answer within 60 s; none is left
   *     running then
   */
  public static LocalAws start(Set<LocalService> wanted) {
    if (wanted.isEmpty()) {
      throw new IllegalArgumentException("Name at least one service to start");
    }
    try {
      TemporaryFolder folder = TemporaryFolder.create("aws");
      ServicePrograms programs = new ServicePrograms(Emulators.find(), folder.path());
      return new LocalAws(folder, programs, startAll(wanted, programs, folder));
    } catch (IOException e) {
      throw new LocalAwsException("Cannot write to the temporary folder: " + e, e);
    }
  }

  private static Map<LocalService, RunningService> startAll(
      Set<LocalService> wanted, ServicePrograms programs, TemporaryFolder folder) {
    try (ExecutorService each = Executors.newVirtualThreadPerTaskExecutor()) {
      List<CompletableFuture<RunningService>> starting =
          wanted.stream()
              .map(service -> CompletableFuture.supplyAsync(() -> one(service, programs), each))
              .toList();
      try {
        CompletableFuture.allOf(starting.toArray(CompletableFuture[]::new)).join();
      } catch (CompletionException e) {
        starting.stream()
            .filter(future -> !future.isCompletedExceptionally())
            .forEach(future -> future.join().close());
        folder.close();
        throw e.getCause() instanceof LocalAwsException known
            ? known
            : new LocalAwsException("The local AWS did not start: " + e.getCause(), e);
      }
      Map<LocalService, RunningService> services = new EnumMap<>(LocalService.class);
      starting.forEach(future -> services.put(future.join().service(), future.join()));
      return services;
    }
  }

  private static RunningService one(LocalService service, ServicePrograms programs) {
    try {
      return RunningService.start(service, programs, PATIENCE);
    } catch (IOException e) {
      throw new LocalAwsException("Cannot start the local " + service + ": " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LocalAwsException("Interrupted while the local " + service + " started", e);
    }
  }

  @Override
  public URI endpoint(LocalService service) {
    return running(service).endpoint();
  }

  @Override
  public Map<String, String> environment() {
    Map<String, String> variables = new TreeMap<>();
    services.forEach(
        (service, running) ->
            variables.put(service.endpointVariable(), running.endpoint().toString()));
    return variables;
  }

  /** The process ids of the services, for those who watch memory and processor time. */
  public Map<LocalService, Long> processIds() {
    Map<LocalService, Long> ids = new EnumMap<>(LocalService.class);
    services.forEach((service, running) -> ids.put(service, running.child().pid()));
    return ids;
  }

  /** The file that holds what a service prints; gone after {@link #close()}. */
  public Path log(LocalService service) {
    running(service);
    return programs.log(service);
  }

  private RunningService running(LocalService service) {
    RunningService running = services.get(service);
    if (running == null) {
      throw new IllegalArgumentException(service + " was not started; name it in LocalAws.start");
    }
    return running;
  }

  /** Ends every service and deletes its data. Harmless when called again. */
  @Override
  public void close() {
    stop.now();
  }

  private void stop() {
    services.values().forEach(RunningService::close);
    folder.close();
  }
}
