package dev.tidemark.local;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.tidemark.local.Upstream.Answer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** The errors of DynamoDB and S3 as they send them. */
final class FaultyAnswers {

  private static final String DYNAMODB = "com.amazonaws.dynamodb.v20120810#";
  private static final String COMMON = "com.amazon.coral.availability#";
  private static final String JSON = "application/x-amz-json-1.0";
  private static final String XML = "application/xml";
  private static final JsonFactory JSON_FACTORY = new JsonFactory();

  private FaultyAnswers() {}

  static Answer throttled(ServiceTap.Request request) {
    return isDynamoDb(request)
        ? json(400, COMMON + "ThrottlingException", "Rate of requests exceeds the allowed")
        : slowDown();
  }

  static Answer throughputExceeded(ServiceTap.Request request) {
    return isDynamoDb(request)
        ? json(
            400,
            DYNAMODB + "ProvisionedThroughputExceededException",
            "The level of configured provisioned throughput for the table was exceeded")
        : slowDown();
  }

  static Answer serverError(ServiceTap.Request request) {
    return isDynamoDb(request)
        ? json(500, DYNAMODB + "InternalServerError", "The request processing has failed")
        : xml(500, "InternalError", "We encountered an internal error. Please try again.");
  }

  static Answer conflict(ServiceTap.Request request) {
    if (request.target().endsWith(".TransactWriteItems")) {
      return cancelledForConflict(transactItems(request));
    }
    return isDynamoDb(request)
        ? json(
            400, DYNAMODB + "TransactionConflictException", "Transaction is ongoing for the item")
        : xml(
            409,
            "ConditionalRequestConflict",
            "The conditional request cannot succeed due to a conflicting operation.");
  }

  /** A transaction that meets another one at its first item is cancelled, with a reason each. */
  private static Answer cancelledForConflict(int items) {
    String reasons =
        "{\"Code\":\"TransactionConflict\",\"Message\":\"Transaction is ongoing for the item\"}"
            + ",{\"Code\":\"None\"}".repeat(items - 1);
    return answer(
        400,
        JSON,
        "{\"__type\":\"%sTransactionCanceledException\",\"message\":\"Transaction cancelled\",\"CancellationReasons\":[%s]}"
            .formatted(DYNAMODB, reasons));
  }

  private static int transactItems(ServiceTap.Request request) {
    try (JsonParser body = JSON_FACTORY.createParser(request.body().toUtf8())) {
      while (body.nextToken() != null && !"TransactItems".equals(body.currentName())) {}
      int items = 0;
      body.nextToken();
      while (body.nextToken() == JsonToken.START_OBJECT) {
        items++;
        body.skipChildren();
      }
      return items;
    } catch (IOException e) {
      throw new UncheckedIOException("not a request of DynamoDB", e);
    }
  }

  /** What a proxy that wants somebody to log in says instead. */
  static Answer garbled() {
    return answer(200, "text/html", "<html><body>You are not logged in to this network");
  }

  private static Answer slowDown() {
    return xml(503, "SlowDown", "Please reduce your request rate.");
  }

  /** S3 has no such header. */
  private static boolean isDynamoDb(ServiceTap.Request request) {
    return !request.target().isEmpty();
  }

  private static Answer json(int status, String type, String message) {
    return answer(status, JSON, "{\"__type\":\"%s\",\"message\":\"%s\"}".formatted(type, message));
  }

  private static Answer xml(int status, String code, String message) {
    return answer(
        status,
        XML,
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Error><Code>%s</Code><Message>%s</Message></Error>"
            .formatted(code, message));
  }

  private static Answer answer(int status, String type, String body) {
    return new Answer(
        status, Map.of("Content-Type", List.of(type)), body.getBytes(StandardCharsets.UTF_8));
  }
}
