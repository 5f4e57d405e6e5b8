package dev.tidemark.local;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.SynchronousQueue;

/**
 * The Lambda Runtime API, version 2018-06-01, for one process of a function: the process asks for
 * the next invocation, and posts its response or its error.
 *
 * <p>Source: AWS Lambda Developer Guide, "Using the Lambda runtime API". Thread-safe.
 */
final class RuntimeApi implements AutoCloseable {
  private static final String ROOT = "/2018-06-01/runtime/";

  private final HttpServer server;
  private final ExecutorService requests = Executors.newVirtualThreadPerTaskExecutor();
  private final SynchronousQueue<Invocation> handover = new SynchronousQueue<>();
  private volatile CompletableFuture<Void> waiting = new CompletableFuture<>();
  private volatile Optional<Invocation> current = Optional.empty();
  private final CompletableFuture<ErrorReport> initError = new CompletableFuture<>();
  private final String functionArn;

  private RuntimeApi(HttpServer server, String functionArn) {
    this.server = server;
    this.functionArn = functionArn;
  }

  /** Listens on a free port of the loopback interface. */
  static RuntimeApi start(String functionArn) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    RuntimeApi api = new RuntimeApi(server, functionArn);
    server.createContext(ROOT, api::handle);
    server.setExecutor(api.requests);
    server.start();
    return api;
  }

  /** The value of {@code AWS_LAMBDA_RUNTIME_API}. */
  String address() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  /** Completes when the process waits for an invocation; a new one after each invocation. */
  CompletableFuture<Void> waiting() {
    return waiting;
  }

  /** Completes when the process reports that it cannot load the handler. */
  CompletableFuture<ErrorReport> initError() {
    return initError;
  }

  /** Hands an invocation to the process, which is {@link #waiting()}. */
  void hand(Invocation invocation) throws InterruptedException {
    current = Optional.of(invocation);
    waiting = new CompletableFuture<>();
    handover.put(invocation);
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath().substring(ROOT.length());
      byte[] body = exchange.getRequestBody().readAllBytes();
      if (path.equals("invocation/next")) {
        next(exchange);
      } else if (path.equals("init/error")) {
        initError.complete(ErrorReport.read(new String(body, StandardCharsets.UTF_8)));
        accepted(exchange);
      } else {
        answer(exchange, path, new String(body, StandardCharsets.UTF_8));
      }
    }
  }

  private void next(HttpExchange exchange) throws IOException {
    waiting.complete(null);
    Invocation invocation;
    try {
      invocation = handover.take();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    }
    Headers headers = exchange.getResponseHeaders();
    headers.set("Content-Type", "application/json");
    headers.set("Lambda-Runtime-Aws-Request-Id", invocation.id());
    headers.set("Lambda-Runtime-Deadline-Ms", Long.toString(invocation.deadline().toEpochMilli()));
    headers.set("Lambda-Runtime-Invoked-Function-Arn", functionArn);
    headers.set("Lambda-Runtime-Trace-Id", traceId(invocation));
    exchange.sendResponseHeaders(200, invocation.event().length);
    exchange.getResponseBody().write(invocation.event());
  }

  private static String traceId(Invocation invocation) {
    String hex = invocation.id().replace("-", "");
    long second = invocation.deadline().getEpochSecond();
    return "Root=1-%08x-%s;Sampled=0".formatted(second, hex.substring(0, 24));
  }

  private void answer(HttpExchange exchange, String path, String body) throws IOException {
    Optional<FunctionResult> result = current.flatMap(asked -> result(asked, path, body));
    if (result.isEmpty()) {
      exchange.sendResponseHeaders(404, -1);
      return;
    }
    // Before the reply: a process that ends once it has the reply has not crashed before it
    // answered.
    current.ifPresent(asked -> asked.result().complete(result.get()));
    accepted(exchange);
  }

  private static Optional<FunctionResult> result(Invocation asked, String path, String body) {
    if (path.equals("invocation/" + asked.id() + "/response")) {
      return Optional.of(new FunctionResult.Returned(body));
    }
    if (path.equals("invocation/" + asked.id() + "/error")) {
      ErrorReport error = ErrorReport.read(body);
      return Optional.of(new FunctionResult.FunctionError(error.type(), error.message(), body));
    }
    return Optional.empty();
  }

  private static void accepted(HttpExchange exchange) throws IOException {
    byte[] status = "{\"status\":\"OK\"}".getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(202, status.length);
    exchange.getResponseBody().write(status);
  }

  /** Stops listening; a process that still waits loses its connection. */
  @Override
  public void close() {
    server.stop(0);
    requests.shutdownNow();
  }
}
