package dev.tidemark.local;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.tidemark.local.Upstream.Answer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One address for the services of the local AWS, as LocalStack has one: each request goes to the
 * service that it is signed for. With a {@link LocalDeployment} it answers for Lambda and IAM, too,
 * what can be read of a function, its mapping and its role. Thread-safe.
 */
public final class AwsFront implements AutoCloseable {

  /** Source: AWS IAM User Guide, "Elements of an AWS API request signature". */
  private static final Pattern SCOPE =
      Pattern.compile("Credential=[^/]+/\\d{8}/[^/]+/([a-z0-9-]+)/aws4_request");

  private final String host;
  private final List<Upstream> upstreams = new ArrayList<>();
  private final Map<String, Backend> backends = new HashMap<>();
  private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpServer server;

  /** Something that answers requests. */
  interface Backend {
    Answer answer(HttpExchange exchange, byte[] body) throws IOException, InterruptedException;
  }

  private AwsFront(LocalAws aws, Optional<LocalDeployment> deployment, InetSocketAddress address)
      throws IOException {
    this.host = address.getAddress().getHostAddress();
    for (LocalService service : LocalService.values()) {
      var upstream = new Upstream(aws.endpoint(service));
      upstreams.add(upstream);
      backends.put(service.name().toLowerCase(Locale.ROOT), upstream::ask);
    }
    deployment.ifPresent(
        it -> {
          backends.put("lambda", new LambdaApi(it));
          backends.put("iam", new IamApi(it.role()));
        });
    this.server = HttpServer.create(address, 0);
    server.setExecutor(workers);
    server.createContext("/", this::pass);
    server.start();
  }

  /** One address for the stores and streams, on a free port of the loopback interface. */
  public static AwsFront before(LocalAws aws) {
    return start(aws, Optional.empty(), loopback());
  }

  /** The same with Lambda and IAM for what is deployed. */
  public static AwsFront before(LocalAws aws, LocalDeployment deployment) {
    return start(aws, Optional.of(deployment), loopback());
  }

  /**
   * The stores and streams at an address of one's own choice.
   *
   * @throws LocalAwsException if the machine has no such address, or the port is taken
   */
  public static AwsFront at(InetSocketAddress address, LocalAws aws) {
    return start(aws, Optional.empty(), address);
  }

  private static InetSocketAddress loopback() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  private static AwsFront start(
      LocalAws aws, Optional<LocalDeployment> deployment, InetSocketAddress address) {
    if (address.isUnresolved()) {
      throw new LocalAwsException("This machine knows no address " + address.getHostString());
    }
    try {
      return new AwsFront(aws, deployment, address);
    } catch (IOException e) {
      throw new LocalAwsException(
          "Cannot listen on %s, port %d (%s); choose another"
              .formatted(address.getHostString(), address.getPort(), e.getMessage()),
          e);
    }
  }

  /** Where clients find all the services. */
  public URI endpoint() {
    return URI.create("http://" + host + ":" + server.getAddress().getPort());
  }

  /** Closing the exchange without an answer closes the connection. */
  private void pass(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      String service = service(exchange);
      Backend backend = backends.get(service);
      (backend == null ? refusal(service) : backend.answer(exchange, body)).writeTo(exchange);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The service that a request is signed for, in its header or its address; empty if in none. */
  private static String service(HttpExchange exchange) {
    String header = exchange.getRequestHeaders().getFirst("Authorization");
    String query = exchange.getRequestURI().getQuery();
    Matcher scope = SCOPE.matcher((header == null ? "" : header) + " " + query);
    return scope.find() ? scope.group(1) : "";
  }

  private static Answer refusal(String service) {
    String message =
        service.isEmpty()
            ? "The request is not signed; the local stack looks at the signature to find its"
                + " service"
            : "The local stack has no " + service;
    return json(
        service.isEmpty() ? 403 : 501,
        "{\"__type\":\"%s\",\"message\":\"%s\"}"
            .formatted(
                service.isEmpty() ? "MissingAuthenticationTokenException" : "NotImplemented",
                message));
  }

  /** An answer in JSON. */
  static Answer json(int status, String body) {
    return new Answer(
        status,
        Map.of("Content-Type", List.of("application/json")),
        body.getBytes(StandardCharsets.UTF_8));
  }

  /** Stops listening. */
  @Override
  public void close() {
    server.stop(0);
    workers.shutdownNow();
    upstreams.forEach(Upstream::close);
  }
}
