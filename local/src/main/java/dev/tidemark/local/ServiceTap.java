package dev.tidemark.local;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.tidemark.checkpoint.Bytes;
import dev.tidemark.local.Upstream.Answer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;

/**
 * Stands between a client and a service of the local AWS, passes requests on as they are, and
 * counts. By a {@link FaultPlan} it gets some of them wrong. Thread-safe.
 */
public final class ServiceTap implements AutoCloseable {

  private final Upstream upstream;
  private final Function<Request, String> kind;
  private final FaultPlan plan;
  private final Random random;
  private final Watcher watcher;
  private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();
  private final Map<Fault, LongAdder> faults = new ConcurrentHashMap<>();
  private volatile CountDownLatch held = new CountDownLatch(1);
  private volatile boolean closing;
  private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpServer server;

  /**
   * What is known of a request when it is counted.
   *
   * @param method the HTTP method
   * @param path the path, for example {@code /bucket/key}
   * @param target the header {@code X-Amz-Target}, for example {@code DynamoDB_20120810.PutItem};
   *     empty where there is none
   * @param body the body
   */
  public record Request(String method, String path, String target, Bytes body) {}

  /** Told of every answer of the service, before the client learns it, if it ever does. */
  @FunctionalInterface
  public interface Watcher {
    /** Called on several threads at once; must not throw. */
    void answered(Request request, int status);
  }

  private ServiceTap(URI service, Function<Request, String> kind, FaultPlan plan, Watcher watcher)
      throws IOException {
    this.upstream = new Upstream(service);
    this.kind = kind;
    this.plan = plan;
    this.random = new Random(plan.seed());
    this.watcher = watcher;
    this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(workers);
    server.createContext("/", this::pass);
    server.start();
  }

  /**
   * Starts a tap that gets nothing wrong.
   *
   * @param service where the service listens
   * @param kind the name that a request is counted under
   * @throws LocalAwsException if no port can be opened
   */
  public static ServiceTap before(URI service, Function<Request, String> kind) {
    return faulty(service, kind, FaultPlan.none(), (request, status) -> {});
  }

  /**
   * Starts a tap that gets some requests wrong.
   *
   * @param service where the service listens
   * @param kind the name that a request is counted under
   * @param plan what goes wrong how often
   * @param watcher told of the service's answers
   * @throws LocalAwsException if no port can be opened
   */
  public static ServiceTap faulty(
      URI service, Function<Request, String> kind, FaultPlan plan, Watcher watcher) {
    try {
      return new ServiceTap(service, kind, plan, watcher);
    } catch (IOException e) {
      throw new LocalAwsException("Cannot open a port on the loopback interface: " + e, e);
    }
  }

  /** Where clients reach the service through this tap. */
  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** How many requests of each kind the service answered. */
  public Map<String, Long> counts() {
    Map<String, Long> sums = new TreeMap<>();
    counts.forEach((name, sum) -> sums.put(name, sum.sum()));
    return sums;
  }

  /** How often each fault happened. */
  public Map<Fault, Long> faults() {
    Map<Fault, Long> sums = new EnumMap<>(Fault.class);
    faults.forEach((fault, sum) -> sums.put(fault, sum.sum()));
    return sums;
  }

  /** Closing the exchange without an answer closes the connection. */
  private void pass(HttpExchange exchange) throws IOException {
    try (exchange) {
      Request request = read(exchange);
      Optional<Fault> fault = plan.draw(random);
      if (fault.isEmpty()) {
        ask(exchange, request).writeTo(exchange);
      } else {
        faults.computeIfAbsent(fault.get(), any -> new LongAdder()).increment();
        getWrong(exchange, request, fault.get());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void getWrong(HttpExchange exchange, Request request, Fault fault)
      throws IOException, InterruptedException {
    switch (fault) {
      case CONNECTION_LOST -> {}
      case THROTTLED -> FaultyAnswers.throttled(request).writeTo(exchange);
      case THROUGHPUT_EXCEEDED -> FaultyAnswers.throughputExceeded(request).writeTo(exchange);
      case SERVER_ERROR -> FaultyAnswers.serverError(request).writeTo(exchange);
      case REPLY_LOST -> ask(exchange, request);
      case SLOW -> askAndAnswerAfter(plan.slow(), exchange, request);
      case TIMED_OUT -> askAndAnswerAfter(plan.timeOut(), exchange, request);
      case GARBLED -> {
        ask(exchange, request);
        FaultyAnswers.garbled().writeTo(exchange);
      }
      case ARRIVES_LATE -> {
        hold(plan.timeOut());
        if (!closing) {
          ask(exchange, request).writeTo(exchange);
        }
      }
      case PASSED_ON_TWICE -> {
        ask(exchange, request);
        ask(exchange, request).writeTo(exchange);
      }
      case CONFLICT -> FaultyAnswers.conflict(request).writeTo(exchange);
    }
  }

  private void askAndAnswerAfter(Duration delay, HttpExchange exchange, Request request)
      throws IOException, InterruptedException {
    Answer answer = ask(exchange, request);
    hold(delay);
    if (!closing) {
      answer.writeTo(exchange);
    }
  }

  private void hold(Duration atMost) throws InterruptedException {
    boolean unused = held.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Lets go of all requests and answers that are held back at this moment. */
  public synchronized void letGo() {
    held.countDown();
    held = new CountDownLatch(1);
  }

  private Answer ask(HttpExchange exchange, Request request)
      throws IOException, InterruptedException {
    Answer answer = upstream.ask(exchange, request.body().toByteArray());
    counts.computeIfAbsent(kind.apply(request), name -> new LongAdder()).increment();
    watcher.answered(request, answer.status());
    return answer;
  }

  private static Request read(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    String target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
    return new Request(
        exchange.getRequestMethod(),
        exchange.getRequestURI().getPath(),
        target == null ? "" : target,
        Bytes.wrap(body));
  }

  /** Stops listening. */
  @Override
  public void close() {
    closing = true;
    letGo();
    server.stop(0);
    workers.shutdownNow();
    upstream.close();
  }
}
