package dev.tidemark.benchmarks;

import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * The scheme of unistream 0.1, written anew: one item for the whole batch with a tracker for each
 * record, one object with the records, and two updates of the item for each record. Every update is
 * billed by the size of the whole item, and an item ends at 400 KB.
 */
final class WholeBatchItem extends OneAfterTheOther {

  private static final int MOST_RECORDS = 1_200;
  private static final String PENDING = "0";
  private static final String IN_PROGRESS = "2";
  private static final String SUCCEEDED = "4";

  private final DynamoDbClient dynamoDb;
  private final S3Client s3;
  private Map<String, AttributeValue> item = Map.of();

  WholeBatchItem(MeteredStack stack) {
    this.dynamoDb = stack.dynamoDb();
    this.s3 = stack.s3();
  }

  @Override
  public String name() {
    return "whole-batch item";
  }

  @Override
  public boolean canTake(int records) {
    return records <= MOST_RECORDS;
  }

  @Override
  void begin(List<KinesisEvent.KinesisEventRecord> records) {
    Map<String, AttributeValue> trackers = new HashMap<>();
    records.forEach(record -> trackers.put(id(record), AttributeValue.fromM(tracker())));
    item = new HashMap<>();
    item.put("id", AttributeValue.fromS("batch-" + id(records.get(0))));
    item.put("start_pointer", AttributeValue.fromS(id(records.get(0))));
    item.put("next_pointer", AttributeValue.fromS(id(records.get(records.size() - 1))));
    item.put("batch", AttributeValue.fromM(trackers));
    dump();
    String body =
        records.stream()
            .map(
                record ->
                    new String(Bound.data(record), java.nio.charset.StandardCharsets.ISO_8859_1))
            .collect(Collectors.joining("\n"));
    s3.putObject(
        put -> put.bucket(MeteredStack.BUCKET).key("whole-batch"), RequestBody.fromString(body));
  }

  private static Map<String, AttributeValue> tracker() {
    return Map.of(
        "status", AttributeValue.fromN(PENDING),
        "attempts", AttributeValue.fromN("0"),
        "create_time", AttributeValue.fromS(Instant.now().toString()),
        "update_time", AttributeValue.fromS(Instant.now().toString()),
        "errors", AttributeValue.fromM(Map.of()));
  }

  private void dump() {
    dynamoDb.putItem(put -> put.tableName(MeteredStack.KEYS).item(item));
  }

  @Override
  void one(KinesisEvent.KinesisEventRecord record, Handler handler) throws Exception {
    set(record, IN_PROGRESS);
    handler.handle(Bound.sequenceNumber(record), Bound.data(record));
    set(record, SUCCEEDED);
  }

  private void set(KinesisEvent.KinesisEventRecord record, String status) {
    AttributeValue id = Objects.requireNonNull(item.get("id"));
    dynamoDb.updateItem(
        update ->
            update
                .tableName(MeteredStack.KEYS)
                .key(Map.of("id", id))
                .updateExpression("SET #b.#r.#s = :s, #b.#r.update_time = :t")
                .expressionAttributeNames(Map.of("#b", "batch", "#r", id(record), "#s", "status"))
                .expressionAttributeValues(
                    Map.of(
                        ":s", AttributeValue.fromN(status),
                        ":t", AttributeValue.fromS(Instant.now().toString()))));
  }

  @Override
  void end() {
    dump();
  }

  private static String id(KinesisEvent.KinesisEventRecord record) {
    return Bound.sequenceNumber(record);
  }
}
