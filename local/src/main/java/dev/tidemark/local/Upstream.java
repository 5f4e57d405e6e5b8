package dev.tidemark.local;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The service behind a {@link ServiceTap}. Thread-safe. */
final class Upstream implements AutoCloseable {

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
  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();

  Upstream(URI service) {
    this.service = service;
  }

  /** An answer as a client gets it. */
  @SuppressWarnings("ArrayRecordComponent") // never compared; lives as long as an exchange
  record Answer(int status, Map<String, List<String>> headers, byte[] body) {

    void writeTo(HttpExchange exchange) throws IOException {
      headers.forEach(exchange.getResponseHeaders()::put);
      boolean none = body.length == 0;
      exchange.sendResponseHeaders(status, none ? -1 : body.length);
      if (!none) {
        exchange.getResponseBody().write(body);
      }
    }
  }

  /** Passes the request on and reads the whole answer. */
  Answer ask(HttpExchange exchange, byte[] body) throws IOException, InterruptedException {
    HttpResponse<byte[]> answer =
        client.send(request(exchange, body), HttpResponse.BodyHandlers.ofByteArray());
    Map<String, List<String>> headers = new java.util.HashMap<>(answer.headers().map());
    headers.keySet().removeIf(Upstream::isHopByHop);
    return new Answer(answer.statusCode(), headers, answer.body());
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
              if (!isHopByHop(name)) {
                values.forEach(value -> request.header(name, value));
              }
            });
    return request.build();
  }

  private static boolean isHopByHop(String header) {
    return HOP_BY_HOP.contains(header.toLowerCase(Locale.ROOT));
  }

  @Override
  public void close() {
    client.shutdownNow();
    client.close();
  }
}
