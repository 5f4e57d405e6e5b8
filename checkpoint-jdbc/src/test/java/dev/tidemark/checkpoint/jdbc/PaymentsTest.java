package dev.tidemark.checkpoint.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.Context;
import dev.tidemark.ConsumerSettings;
import dev.tidemark.payments.Payments;
import dev.tidemark.testkit.store.MemoryPayloadStore;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The consumer that the documentation shows, as Lambda calls it. */
@ExtendWith(Databases.PostgreSql.class)
final class PaymentsTest {

  private static final String ARN = "arn:aws:kinesis:eu-central-1:123456789012:stream/payments";

  private final Database database;

  PaymentsTest(Database database) {
    this.database = database;
  }

  @Test
  void anEventThatComesTwicePaysOnceAndAnUnknownAccountFailsAlone() throws IOException {
    database.execute(
        "DROP TABLE IF EXISTS payment",
        "DROP TABLE IF EXISTS account",
        "CREATE TABLE account (id VARCHAR(100) PRIMARY KEY, balance BIGINT NOT NULL)",
        "CREATE TABLE payment (cents BIGINT NOT NULL)",
        "INSERT INTO account VALUES ('ada', 100)");
    var payments =
        new Payments(
            ConsumerSettings.named("payments"), database.source(), new MemoryPayloadStore());
    String event =
        "{\"Records\":[%s,%s,%s]}"
            .formatted(record(1, "ada", "20"), record(2, "bob", "5"), record(3, "ada", "7"));

    String first = handle(payments, event);
    String second = handle(payments, event);

    assertThat(first).contains("\"itemIdentifier\":\"2\"");
    assertThat(second).contains("\"itemIdentifier\":\"2\"");
    assertThat(database.number("SELECT balance FROM account WHERE id = 'ada'")).isEqualTo(127);
    assertThat(database.number("SELECT COUNT(*) FROM payment")).isEqualTo(2);
  }

  private static String record(int number, String account, String cents) {
    return """
    {"kinesis":{"kinesisSchemaVersion":"1.0","partitionKey":"%s","sequenceNumber":"%d",\
    "data":"%s","approximateArrivalTimestamp":1517363400.25},\
    "eventSource":"aws:kinesis","eventVersion":"1.0","eventID":"shardId-000000000000:%d",\
    "eventName":"aws:kinesis:record","awsRegion":"eu-central-1","eventSourceARN":"%s"}\
    """
        .formatted(
            account,
            number,
            Base64.getEncoder().encodeToString(cents.getBytes(StandardCharsets.UTF_8)),
            number,
            ARN);
  }

  private static String handle(Payments payments, String event) throws IOException {
    var response = new ByteArrayOutputStream();
    var in = new ByteArrayInputStream(event.getBytes(StandardCharsets.UTF_8));
    payments.handleRequest(in, response, context());
    return response.toString(StandardCharsets.UTF_8);
  }

  /** A minute left, and otherwise nothing to say. */
  private static Context context() {
    return (Context)
        Proxy.newProxyInstance(
            PaymentsTest.class.getClassLoader(),
            new Class<?>[] {Context.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "getRemainingTimeInMillis" -> 60_000;
                  case "getMemoryLimitInMB" -> 512;
                  case "getLogger" ->
                      Proxy.newProxyInstance(
                          PaymentsTest.class.getClassLoader(),
                          new Class<?>[] {com.amazonaws.services.lambda.runtime.LambdaLogger.class},
                          (logger, log, line) -> null);
                  default -> "payments";
                });
  }
}
