package dev.tidemark.checkpoint.aws;

import dev.tidemark.checkpoint.aws.ScriptedServer.Answer;
import dev.tidemark.checkpoint.store.BatchRow;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Answers to transactions that are cancelled, as DynamoDB gives them. */
final class CancelledAnswers {

  private CancelledAnswers() {}

  static Answer cancelled(String... codes) {
    String reasons =
        Arrays.stream(codes)
            .map(code -> "{\"Code\":\"%s\"}".formatted(code))
            .collect(Collectors.joining(","));
    return cancelledFor(reasons);
  }

  static Answer cancelledFor(String reasons) {
    return new Answer(
        400,
        "{\"__type\":\"com.amazonaws.dynamodb.v20120810#TransactionCanceledException\",\"Message\":\"Transaction"
            + " cancelled, please refer cancellation reasons for specific"
            + " reasons\",\"CancellationReasons\":["
            + reasons
            + "]}");
  }

  /** A failed condition with the item as it stands; our rows hold texts and numbers here. */
  static String condition(BatchRow row) {
    return "{\"Code\":\"ConditionalCheckFailed\",\"Item\":%s}".formatted(json(row));
  }

  private static String json(BatchRow row) {
    return BatchItem.encode(row).entrySet().stream()
        .map(CancelledAnswers::json)
        .collect(Collectors.joining(",", "{", "}"));
  }

  private static String json(Map.Entry<String, AttributeValue> attribute) {
    AttributeValue value = attribute.getValue();
    return value.s() == null
        ? "\"%s\":{\"N\":\"%s\"}".formatted(attribute.getKey(), value.n())
        : "\"%s\":{\"S\":\"%s\"}".formatted(attribute.getKey(), value.s());
  }
}
