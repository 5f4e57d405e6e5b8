package dev.tidemark.producer.logs;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.tidemark.checkpoint.Bytes;
import dev.tidemark.producer.Answer;
import dev.tidemark.producer.Delivery;
import dev.tidemark.producer.Delivery.Cause;
import dev.tidemark.producer.OutgoingRecord;
import dev.tidemark.producer.RetryPolicy;
import dev.tidemark.producer.Sender;
import dev.tidemark.producer.TargetPosition;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;

class CloudWatchLogsTargetTest {

  private static final Instant NOW = Instant.parse("2026-01-20T00:00:00Z");

  private final MemoryLogs logs = new MemoryLogs(NOW);

  private List<Delivery> send(OutgoingRecord... records) {
    return send(List.of(records));
  }

  private List<Delivery> send(List<OutgoingRecord> records) {
    var target = new CloudWatchLogsTarget(logs, "group", "stream");
    return Sender.of(target, RetryPolicy.DEFAULTS).send(records);
  }

  private static OutgoingRecord event(Duration ago, String text) {
    return OutgoingRecord.of("", Bytes.ofUtf8(text), NOW.minus(ago));
  }

  @Test
  void groupAndStreamAreMadeWhenTheyAreMissing() {
    List<Delivery> first = send(event(Duration.ZERO, "a"));
    List<Delivery> second = send(event(Duration.ZERO, "b"));

    assertThat(logs.calls())
        .containsExactly(
            "putLogEvents 1",
            "createLogStream",
            "createLogGroup",
            "createLogStream",
            "putLogEvents 1",
            "putLogEvents 1");
    assertThat(first)
        .containsExactly(
            new Delivery.Written(
                new TargetPosition("stream", Long.toString(NOW.toEpochMilli())), 1));
    assertThat(second).hasSize(1);
    assertThat(logs.messages()).containsExactly("a", "b");
  }

  @Test
  void eventsAreSortedByTimeAndThoseOfOneTimeStayInOrder() {
    List<Delivery> deliveries =
        send(
            event(Duration.ofMinutes(1), "second"),
            event(Duration.ZERO, "fourth"),
            event(Duration.ofMinutes(1), "third"),
            event(Duration.ofMinutes(2), "first"));

    assertThat(logs.messages()).containsExactly("first", "second", "third", "fourth");
    assertThat(deliveries.get(3))
        .isEqualTo(
            new Delivery.Written(
                new TargetPosition("stream", Long.toString(NOW.minusSeconds(120).toEpochMilli())),
                1));
  }

  @Test
  void aRequestSpansNoMoreThan24Hours() {
    send(
        event(Duration.ofHours(24), "first"),
        event(Duration.ZERO, "last"),
        event(Duration.ofHours(24).plusMillis(1), "before"),
        event(Duration.ofHours(12), "between"));

    assertThat(logs.messages()).containsExactly("first", "between", "last", "before");
    assertThat(logs.calls()).endsWith("putLogEvents 3", "putLogEvents 1");
  }

  @Test
  void aRequestHasNoMoreThan10000EventsAnd1048576Bytes() {
    List<OutgoingRecord> many =
        IntStream.range(0, 10_001).mapToObj(i -> event(Duration.ZERO, "e" + i)).toList();
    send(many);
    assertThat(logs.calls()).endsWith("putLogEvents 10000", "putLogEvents 1");

    send(
        event(Duration.ZERO, "x".repeat(1_048_576 - 26 - 27)),
        event(Duration.ZERO, "y"),
        event(Duration.ZERO, "z"));
    assertThat(logs.calls()).endsWith("putLogEvents 2", "putLogEvents 1");
  }

  @Test
  void whatTheServiceCannotTakeIsRefusedByItself() {
    List<Delivery> deliveries =
        send(
            event(Duration.ZERO, ""),
            event(Duration.ZERO, "x".repeat(1_048_576 - 25)),
            OutgoingRecord.of("", Bytes.wrap(new byte[] {(byte) 0xff}), NOW),
            OutgoingRecord.of("", Bytes.ofUtf8("old"), Instant.EPOCH.minusMillis(1)),
            event(Duration.ZERO, "fine"));

    assertThat(deliveries.subList(0, 4))
        .allSatisfy(
            delivery ->
                assertThat(delivery)
                    .isInstanceOfSatisfying(
                        Delivery.Undelivered.class,
                        why -> assertThat(why.cause()).isEqualTo(Cause.REFUSED)));
    assertThat(logs.messages()).containsExactly("fine");
  }

  @Test
  void rejectedEventsAreToldAndTheOthersLand() {
    List<Delivery> old =
        send(event(Duration.ofDays(14).plusSeconds(1), "old"), event(Duration.ofDays(14), "kept"));
    List<Delivery> early = send(event(Duration.ofHours(-3), "early"), event(Duration.ZERO, "now"));

    assertThat(old.getFirst())
        .isEqualTo(new Delivery.Undelivered(Cause.REFUSED, "the log event is too old", 1));
    assertThat(early.getFirst())
        .isEqualTo(
            new Delivery.Undelivered(Cause.REFUSED, "the log event is too far in the future", 1));
    assertThat(logs.messages()).containsExactly("kept", "now");
  }

  @Test
  void whateverComesEveryRequestKeepsToTheRules() {
    for (int seed = 0; seed < 60; seed++) {
      Random random = new Random(seed);
      List<OutgoingRecord> records = new ArrayList<>();
      for (int i = 0; i < 60; i++) {
        Duration ago = Duration.ofMinutes(random.nextInt(-100, 12 * 24 * 60));
        records.add(event(ago, seed + "-" + i + "x".repeat(random.nextInt(100_000))));
      }
      int before = logs.messages().size();

      List<Delivery> deliveries = send(records);

      assertThat(deliveries).allMatch(Delivery.Written.class::isInstance);
      assertThat(logs.messages()).hasSize(before + 60);
    }
  }

  /** No emulator has CloudWatch Logs: the real client, and answers as the service words them. */
  @Test
  void theClientReadsWhatTheServiceAnswers() throws IOException {
    Queue<String> answers = new ArrayDeque<>();
    answers.add("400{\"__type\":\"ResourceNotFoundException\",\"message\":\"no such stream\"}");
    answers.add("200{}");
    answers.add("200{\"rejectedLogEventsInfo\":{\"expiredLogEventEndIndex\":1}}");
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            exchange.getRequestBody().readAllBytes();
            String answer = answers.remove();
            byte[] body = answer.substring(3).getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/x-amz-json-1.1");
            exchange.sendResponseHeaders(Integer.parseInt(answer.substring(0, 3)), body.length);
            exchange.getResponseBody().write(body);
          }
        });
    server.start();
    try (CloudWatchLogsClient client = client(server.getAddress().getPort())) {
      List<Answer> given =
          new CloudWatchLogsTarget(client, "group", "stream")
              .put(List.of(event(Duration.ofDays(9), "expired"), event(Duration.ZERO, "fine")));

      assertThat(given.getFirst())
          .isEqualTo(new Answer.Rejected("the log event is older than its group keeps events"));
      assertThat(given.getLast()).isInstanceOf(Answer.Written.class);
      assertThat(answers).isEmpty();
    } finally {
      server.stop(0);
    }
  }

  private static CloudWatchLogsClient client(int port) {
    return CloudWatchLogsClient.builder()
        .endpointOverride(URI.create("http://127.0.0.1:" + port))
        .region(Region.US_EAST_1)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("key", "secret")))
        .httpClient(UrlConnectionHttpClient.create())
        .overrideConfiguration(config -> config.retryStrategy(AwsRetryStrategy.doNotRetry()))
        .build();
  }
}
