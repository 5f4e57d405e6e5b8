package dev.tidemark.example;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.localstack.docker.LocalstackDockerExtension;
import cloud.localstack.docker.annotation.LocalstackDockerProperties;
import dev.tidemark.ConsumerParts;
import dev.tidemark.ConsumerSettings;
import dev.tidemark.checkpoint.aws.DynamoDbStatusStore;
import dev.tidemark.checkpoint.aws.S3PayloadStore;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.s3.model.S3Object;

/** The example with the stores on LocalStack, given the event that {@code sam local} is given. */
@ExtendWith({LocalstackDockerExtension.class, LocalStackServices.class})
@LocalstackDockerProperties(
    imageTag = LocalStackServices.IMAGE_TAG,
    services = {"dynamodb", "s3"},
    useSingleDockerContainer = true)
final class QuakeConsumerLocalStackTest {

  private static final Path EVENT = Path.of("../events/kinesis-batch.json");

  private final LocalStackServices.Clients clients;
  private final QuakeConsumer consumer;

  QuakeConsumerLocalStackTest(LocalStackServices.Clients clients) {
    this.clients = clients;
    var settings =
        ConsumerSettings.fromEnvironment(
            Map.of(
                "TIDEMARK_CONSUMER", "quakes",
                "TIDEMARK_TABLE", clients.table().name(),
                "TIDEMARK_BUCKET", clients.bucket()));
    this.consumer =
        new QuakeConsumer(
            ConsumerParts.of(
                settings,
                new DynamoDbStatusStore(clients.dynamoDb(), clients.table()),
                new S3PayloadStore(clients.s3(), clients.bucket(), "")),
            new QuakeTable(clients.dynamoDb(), clients.quakes()));
  }

  @Test
  void aBatchThatComesTwiceIsDoneOnce() throws IOException {
    String first = invoke("request-1");
    String second = invoke("request-2");

    assertThat(List.of(first, second))
        .allSatisfy(response -> assertThat(response).doesNotContain("itemIdentifier"));
    assertThat(quakes()).hasSize(3).allSatisfy(this::wasRunBy);
    assertThat(objects()).hasSize(1).allSatisfy(key -> assertThat(key).startsWith("batches/"));
  }

  private void wasRunBy(Map<String, AttributeValue> quake) {
    assertThat(quake).containsEntry("runs", AttributeValue.fromSs(List.of("request-1")));
  }

  private String invoke(String requestId) throws IOException {
    var response = new ByteArrayOutputStream();
    try (var event = Files.newInputStream(EVENT)) {
      consumer.handleRequest(event, response, new TestContext(requestId));
    }
    return response.toString(StandardCharsets.UTF_8);
  }

  private List<Map<String, AttributeValue>> quakes() {
    return clients.dynamoDb().scan(scan -> scan.tableName(clients.quakes())).items().stream()
        .filter(item -> item.containsKey("runs"))
        .toList();
  }

  private List<String> objects() {
    return clients.s3().listObjectsV2(list -> list.bucket(clients.bucket())).contents().stream()
        .map(S3Object::key)
        .toList();
  }
}
