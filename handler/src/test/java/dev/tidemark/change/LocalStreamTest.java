package dev.tidemark.change;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.DynamoDbChange;
import dev.tidemark.DynamoDbStreamConsumer;
import dev.tidemark.Outcome;
import dev.tidemark.local.LocalAws;
import dev.tidemark.local.LocalService;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.Record;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.ShardIteratorType;
import software.amazon.awssdk.services.dynamodb.model.StreamViewType;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;

/** A real stream, that of DynamoDB Local, read and delivered as the mapping would. */
class LocalStreamTest {

  private static final int ITEMS = 12;

  private final ChangeBench bench = new ChangeBench();
  private final Queue<String> seen = new ConcurrentLinkedQueue<>();

  @Test
  void everyChangeOfATableIsProcessedOnceAlthoughSomeFailAtFirst() throws IOException {
    try (LocalAws aws = LocalAws.start(LocalService.DYNAMODB);
        DynamoDbClient dynamoDb = dynamoDb(aws);
        DynamoDbStreamsClient streams = streams(aws)) {
      String arn = createTable(dynamoDb);
      change(dynamoDb);
      List<Record> records = read(streams, arn);

      deliver(records, arn);
    }

    List<String> expected = new ArrayList<>();
    for (int i = 0; i < ITEMS; i++) {
      expected.addAll(List.of("INSERT item-" + i, "MODIFY item-" + i, "REMOVE item-" + i));
    }
    assertThat(seen).containsExactlyInAnyOrderElementsOf(expected);
    for (int i = 0; i < ITEMS; i++) {
      String item = " item-" + i;
      assertThat(seen.stream().filter(one -> one.endsWith(item)))
          .containsExactly("INSERT" + item, "MODIFY" + item, "REMOVE" + item);
    }
    assertThat(bench.exhausted()).isEmpty();
  }

  /** Delivers in batches, and what is reported again from there. */
  private void deliver(List<Record> records, String arn) throws IOException {
    DynamoDbStreamConsumer<DynamoDbChange> consumer =
        bench.consumer(
            record -> {
              String change = record.change().kind() + " " + record.change().key("id").s();
              if (record.attempt() == 1 && change.startsWith("MODIFY")) {
                return Outcome.retry(new IOException("not at the first attempt"));
              }
              seen.add(change);
              return Outcome.done();
            });
    int from = 0;
    for (int deliveries = 0; from < records.size(); deliveries++) {
      assertThat(deliveries).as("deliveries").isLessThan(100);
      List<Record> batch = records.subList(from, Math.min(from + 7, records.size()));
      String event =
          batch.stream()
              .map(record -> json(record, arn))
              .collect(Collectors.joining(",", "{\"Records\":[", "]}"));
      String answer = bench.handle(consumer, event);
      from += accepted(batch, answer);
    }
  }

  private static int accepted(List<Record> batch, String answer) {
    for (int i = 0; i < batch.size(); i++) {
      if (answer.contains('"' + batch.get(i).dynamodb().sequenceNumber() + '"')) {
        return i;
      }
    }
    assertThat(answer).isEqualTo(ChangeBench.failures());
    return batch.size();
  }

  private static DynamoDbClient dynamoDb(LocalAws aws) {
    return DynamoDbClient.builder()
        .endpointOverride(aws.endpoint(LocalService.DYNAMODB))
        .region(Region.of(LocalAws.REGION))
        .credentialsProvider(credentials())
        .httpClientBuilder(UrlConnectionHttpClient.builder())
        .build();
  }

  private static DynamoDbStreamsClient streams(LocalAws aws) {
    return DynamoDbStreamsClient.builder()
        .endpointOverride(aws.endpoint(LocalService.DYNAMODB))
        .region(Region.of(LocalAws.REGION))
        .credentialsProvider(credentials())
        .httpClientBuilder(UrlConnectionHttpClient.builder())
        .build();
  }

  private static StaticCredentialsProvider credentials() {
    return StaticCredentialsProvider.create(
        AwsBasicCredentials.create(LocalAws.ACCESS_KEY, LocalAws.SECRET_KEY));
  }

  private static String createTable(DynamoDbClient dynamoDb) {
    return dynamoDb
        .createTable(
            table ->
                table
                    .tableName("items")
                    .billingMode(BillingMode.PAY_PER_REQUEST)
                    .keySchema(
                        KeySchemaElement.builder()
                            .attributeName("id")
                            .keyType(KeyType.HASH)
                            .build())
                    .attributeDefinitions(
                        AttributeDefinition.builder()
                            .attributeName("id")
                            .attributeType(ScalarAttributeType.S)
                            .build())
                    .streamSpecification(
                        stream ->
                            stream
                                .streamEnabled(true)
                                .streamViewType(StreamViewType.NEW_AND_OLD_IMAGES)))
        .tableDescription()
        .latestStreamArn();
  }

  private static void change(DynamoDbClient dynamoDb) {
    for (String step : List.of("one", "two")) {
      for (int i = 0; i < ITEMS; i++) {
        Map<String, AttributeValue> item =
            Map.of("id", AttributeValue.fromS("item-" + i), "step", AttributeValue.fromS(step));
        dynamoDb.putItem(put -> put.tableName("items").item(item));
      }
    }
    for (int i = 0; i < ITEMS; i++) {
      Map<String, AttributeValue> key = Map.of("id", AttributeValue.fromS("item-" + i));
      dynamoDb.deleteItem(delete -> delete.tableName("items").key(key));
    }
  }

  private static List<Record> read(DynamoDbStreamsClient streams, String arn) {
    var records = new ArrayList<Record>();
    var shards =
        streams.describeStream(request -> request.streamArn(arn)).streamDescription().shards();
    for (var shard : shards) {
      String iterator =
          streams
              .getShardIterator(
                  request ->
                      request
                          .streamArn(arn)
                          .shardId(shard.shardId())
                          .shardIteratorType(ShardIteratorType.TRIM_HORIZON))
              .shardIterator();
      var page = streams.getRecords(request -> request.shardIterator(iterator));
      records.addAll(page.records());
    }
    return records;
  }

  /** The record as an event of AWS has it. */
  private static String json(Record record, String arn) {
    var change = record.dynamodb();
    var images = new StringBuilder();
    if (change.hasNewImage()) {
      images.append(",\"NewImage\":").append(json(change.newImage()));
    }
    if (change.hasOldImage()) {
      images.append(",\"OldImage\":").append(json(change.oldImage()));
    }
    return """
    {"eventID":"%s","eventName":"%s","eventVersion":"1.1","eventSource":"aws:dynamodb",\
    "dynamodb":{"ApproximateCreationDateTime":%d,"Keys":%s,"SequenceNumber":"%s"%s},\
    "eventSourceARN":"%s"}\
    """
        .formatted(
            record.eventID(),
            record.eventNameAsString(),
            change.approximateCreationDateTime().getEpochSecond(),
            json(change.keys()),
            change.sequenceNumber(),
            images,
            arn);
  }

  private static String json(Map<String, AttributeValue> attributes) {
    return attributes.entrySet().stream()
        .map(one -> "\"%s\":{\"S\":\"%s\"}".formatted(one.getKey(), one.getValue().s()))
        .collect(Collectors.joining(",", "{", "}"));
  }
}
