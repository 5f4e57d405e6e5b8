package dev.tidemark.local;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.tidemark.checkpoint.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;

/**
 * Stands between a client and a service of the local AWS, passes every request on as it is, and
 * counts. Thread-safe.
 */
public final class ServiceTap implements AutoCloseable {

  private static final Set<String> HOP_BY_HOP =
      Set.of(
          "connection",
          "content-length",
          "expect",
          "host",
          "http2-settings",
          "keep-alive",
          "transfer-encoding",
          "upgrade");

  private final URI service;
  private final Function<Request, String> kind;
  private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();
  private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();
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

  private ServiceTap(URI service, Function<Request, String> kind) throws IOException {
    this.service = service;
    this.kind = kind;
    this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(workers);
    server.createContext("/", this::pass);
    server.start();
  }

  /**
   * Starts a tap.
   *
   * @param service where the service listens
   * @param kind the name that a request is counted under
   * @throws LocalAwsException if no port can be opened
   */
  public static ServiceTap before(URI service, Function<Request, String> kind) {
    try {
      return new ServiceTap(service, kind);
    } catch (IOException e) {
      throw new LocalAwsException("Cannot open a port on the loopback interface: " + e, e);
    }
  }

  /** Where clients reach the service through this tap. */
  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** How many requests of each kind were answered. */
  public Map<String, Long> counts() {
    Map<String, Long> sums = new TreeMap<>();
    counts.forEach((name, sum) -> sums.put(name, sum.sum()));
    return sums;
  }

  private void pass(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      HttpResponse<InputStream> answer = client.send(request(exchange, body), bodyAsStream());
      answer
          .headers()
          .map()
          .forEach(
              (name, values) -> {
                if (!HOP_BY_HOP.contains(name.toLowerCase(Locale.ROOT))) {
                  exchange.getResponseHeaders().put(name, values);
                }
              });
      byte[] content = answer.body().readAllBytes();
      count(exchange, body);
      boolean none = content.length == 0;
      exchange.sendResponseHeaders(answer.statusCode(), none ? -1 : content.length);
      if (!none) {
        exchange.getResponseBody().write(content);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static HttpResponse.BodyHandler<InputStream> bodyAsStream() {
    return HttpResponse.BodyHandlers.ofInputStream();
  }

  private HttpRequest request(HttpExchange exchange, byte[] body) {
    URI target = service.resolve(exchange.getRequestURI().toString());
    var request =
        HttpRequest.newBuilder(target)
            .method(exchange.getRequestMethod(), HttpRequest.BodyPublishers.ofByteArray(body));
    exchange
        .getRequestHeaders()
        .forEach(
            (name, values) -> {
              if (!HOP_BY_HOP.contains(name.toLowerCase(Locale.ROOT))) {
                values.forEach(value -> request.header(name, value));
              }
            });
    return request.build();
  }

  private void count(HttpExchange exchange, byte[] body) {
    String target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
    var request =
        new Request(
            exchange.getRequestMethod(),
            exchange.getRequestURI().getPath(),
            target == null ? "" : target,
            Bytes.wrap(body));
    counts.computeIfAbsent(kind.apply(request), name -> new LongAdder()).increment();
  }

  /** Stops listening. */
  @Override
  public void close() {
    server.stop(0);
    workers.shutdownNow();
    client.close();
  }
}
