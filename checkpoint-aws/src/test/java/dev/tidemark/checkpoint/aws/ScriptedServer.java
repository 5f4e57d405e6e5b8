package dev.tidemark.checkpoint.aws;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A server that answers as AWS does in trouble, for failures that no emulator has. The client in
 * front of it is the real one.
 */
final class ScriptedServer implements AutoCloseable {

  /** An answer; a status of 0 stands for a connection that breaks. */
  record Answer(int status, String body) {

    static Answer brokenConnection() {
      return new Answer(0, "");
    }

    /** As DynamoDB answers. */
    static Answer json(int status, String code, String message) {
      return new Answer(
          status,
          "{\"__type\":\"com.amazonaws.dynamodb.v20120810#%s\",\"message\":\"%s\"}"
              .formatted(code, message));
    }

    /** As S3 answers. */
    static Answer xml(int status, String code, String message) {
      return new Answer(
          status, "<Error><Code>%s</Code><Message>%s</Message></Error>".formatted(code, message));
    }
  }

  private final HttpServer server;
  private final Queue<Answer> answers = new ConcurrentLinkedQueue<>();
  private final AtomicInteger requests = new AtomicInteger();

  ScriptedServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** What to answer next; behind the last answer connections break. */
  void script(Answer... next) {
    answers.clear();
    answers.addAll(java.util.List.of(next));
    requests.set(0);
  }

  int requests() {
    return requests.get();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      requests.incrementAndGet();
      exchange.getRequestBody().readAllBytes();
      Answer answer = answers.poll();
      if (answer == null || answer.status() == 0) {
        return;
      }
      byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
      exchange.getResponseBody().write(body);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
