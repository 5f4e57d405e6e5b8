package dev.tidemark.cli.doctor;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Answers as AWS does, each service in its own format, for a deployment with which nothing is
 * wrong. Tests change one answer or another. The answers lie beside this class as resources.
 */
public final class StubAws implements AutoCloseable {

  private static final Pattern SIGNED =
      Pattern.compile("Credential=[^/]+/\\d+/([a-z0-9-]+)/([a-z0-9]+)/aws4_request");
  private static final Set<String> NEVER_ALLOWED =
      Set.of("dynamodb:DeleteTable", "s3:DeleteObject", "kinesis:DeleteStream");

  static {
    // The SDK speaks CBOR with Kinesis, which no person can read here.
    System.setProperty("aws.cborEnabled", "false");
  }

  private final HttpServer server;
  private final Map<String, Answer> answers = new HashMap<>();
  private final Set<String> allowed = new HashSet<>();
  private final Set<String> denied = new HashSet<>();
  private final Set<String> simulated = new HashSet<>();
  private final Set<String> asked = ConcurrentHashMap.newKeySet();

  private record Answer(int status, String errorType, String body) {}

  private StubAws() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  public static StubAws start() {
    try {
      return new StubAws();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** The actions that IAM was asked about, with their resources. */
  Set<String> simulated() {
    return Set.copyOf(simulated);
  }

  /** The answers that were asked for. */
  Set<String> asked() {
    return Set.copyOf(asked);
  }

  /** Has an answer say something else. */
  public StubAws change(String answer, String from, String to) {
    String body = body(answer).body();
    if (!body.contains(from)) {
      throw new IllegalArgumentException(answer + " has no " + from);
    }
    answers.put(answer, new Answer(200, "", body.replace(from, to)));
    return this;
  }

  /** Has an answer be an error, in the format of its service. */
  public StubAws fail(String answer, int status, String code, String message) {
    String body =
        switch (service(answer)) {
          case "lambda" -> "{\"Type\":\"User\",\"Message\":\"%s\"}".formatted(message);
          case "kinesis", "dynamodb" ->
              "{\"__type\":\"com.amazonaws.api#%s\",\"message\":\"%s\"}".formatted(code, message);
          case "s3" ->
              "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>%s</Code><Message>%s</Message><RequestId>4442587FB7D0A2F9</RequestId></Error>"
                  .formatted(code, message);
          default ->
              "<ErrorResponse xmlns=\"https://iam.amazonaws.com/doc/2010-05-08/\"><Error><Type>Sender</Type><Code>%s</Code><Message>%s</Message></Error><RequestId>f0b5bc55-xmpl</RequestId></ErrorResponse>"
                  .formatted(code, message);
        };
    answers.put(answer, new Answer(status, code, body));
    return this;
  }

  /** Has the role be denied an action. */
  StubAws deny(String action) {
    denied.add(action);
    return this;
  }

  /** Has the role be allowed an action that it does not need. */
  StubAws allow(String action) {
    allowed.add(action);
    return this;
  }

  private static String service(String answer) {
    return switch (answer) {
      case "function", "latest", "archive", "concurrency", "mappings" -> "lambda";
      case "stream" -> "kinesis";
      case "table", "time-to-live", "backups" -> "dynamodb";
      case "role" -> "iam";
      default -> "s3";
    };
  }

  private Answer answer(String name) {
    asked.add(name);
    return body(name);
  }

  private Answer body(String name) {
    return answers.computeIfAbsent(name, StubAws::recorded);
  }

  private static Answer recorded(String name) {
    boolean xml = service(name).equals("s3") && !name.equals("policy");
    try (InputStream in = StubAws.class.getResourceAsStream(name + (xml ? ".xml" : ".json"))) {
      return new Answer(
          200, "", new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String request = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      Matcher signed = SIGNED.matcher(exchange.getRequestHeaders().getFirst("Authorization"));
      if (!signed.find()) {
        throw new IllegalStateException("not signed: " + exchange.getRequestURI());
      }
      Answer answer =
          switch (signed.group(2)) {
            case "lambda" -> answer(lambda(exchange.getRequestURI()));
            case "s3" -> answer(exchange.getRequestURI().getQuery().split("=", -1)[0]);
            case "iam" -> answers.containsKey("role") ? body("role") : simulate(form(request));
            default -> answer(operation(exchange.getRequestHeaders().getFirst("X-Amz-Target")));
          };
      send(exchange, signed.group(2), answer);
    }
  }

  private static void send(HttpExchange exchange, String service, Answer answer)
      throws IOException {
    String type =
        switch (service) {
          case "lambda" -> "application/json";
          case "kinesis" -> "application/x-amz-json-1.1";
          case "dynamodb" -> "application/x-amz-json-1.0";
          default -> "application/xml";
        };
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.getResponseHeaders().set("x-amzn-RequestId", "e3b0c442-xmpl");
    if (service.equals("lambda") && !answer.errorType().isEmpty()) {
      exchange.getResponseHeaders().set("x-amzn-ErrorType", answer.errorType());
    }
    byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(answer.status(), bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  private static String lambda(URI uri) {
    String path = uri.getPath();
    if (path.contains("event-source-mappings")) {
      return "mappings";
    }
    if (path.endsWith("/concurrency")) {
      return "concurrency";
    }
    if (path.contains("/archive/")) {
      return "archive";
    }
    return uri.getQuery() == null ? "latest" : "function";
  }

  private static String operation(String target) {
    return switch (target.substring(target.indexOf('.') + 1)) {
      case "DescribeStreamSummary" -> "stream";
      case "DescribeTable" -> "table";
      case "DescribeTimeToLive" -> "time-to-live";
      case "DescribeContinuousBackups" -> "backups";
      default -> throw new IllegalStateException("no answer to " + target);
    };
  }

  private static Map<String, String> form(String body) {
    return Arrays.stream(body.split("&", -1))
        .map(field -> field.split("=", 2))
        .collect(
            Collectors.toMap(
                field -> field[0], field -> URLDecoder.decode(field[1], StandardCharsets.UTF_8)));
  }

  /** The answer of SimulatePrincipalPolicy. */
  private Answer simulate(Map<String, String> form) {
    String resource = form.getOrDefault("ResourceArns.member.1", "?");
    List<String> actions =
        form.entrySet().stream()
            .filter(field -> field.getKey().startsWith("ActionNames.member."))
            .map(Map.Entry::getValue)
            .sorted()
            .toList();
    var results = new StringBuilder();
    for (String action : actions) {
      simulated.add(action + " " + resource);
      results.append(
          "<member><EvalActionName>%s</EvalActionName><EvalDecision>%s</EvalDecision><EvalResourceName>%s</EvalResourceName><MatchedStatements/><MissingContextValues/></member>"
              .formatted(action, isAllowed(action) ? "allowed" : "implicitDeny", resource));
    }
    return new Answer(
        200,
        "",
        """
        <SimulatePrincipalPolicyResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/">
          <SimulatePrincipalPolicyResult>
            <IsTruncated>false</IsTruncated>
            <EvaluationResults>%s</EvaluationResults>
          </SimulatePrincipalPolicyResult>
          <ResponseMetadata><RequestId>1cdb5b0a-xmpl</RequestId></ResponseMetadata>
        </SimulatePrincipalPolicyResponse>
        """
            .formatted(results));
  }

  private boolean isAllowed(String action) {
    return allowed.contains(action)
        || (!denied.contains(action) && !NEVER_ALLOWED.contains(action));
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
