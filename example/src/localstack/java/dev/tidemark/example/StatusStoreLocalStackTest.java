package dev.tidemark.example;

import cloud.localstack.docker.LocalstackDockerExtension;
import cloud.localstack.docker.annotation.LocalstackDockerProperties;
import dev.tidemark.checkpoint.aws.DynamoDbStatusStore;
import dev.tidemark.checkpoint.store.StatusStore;
import dev.tidemark.testkit.contract.StatusStoreContract;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith({LocalstackDockerExtension.class, LocalStackServices.class})
@LocalstackDockerProperties(
    imageTag = LocalStackServices.IMAGE_TAG,
    services = {"dynamodb", "s3"},
    useSingleDockerContainer = true)
final class StatusStoreLocalStackTest extends StatusStoreContract {

  private final StatusStore store;

  StatusStoreLocalStackTest(LocalStackServices.Clients clients) {
    store = new DynamoDbStatusStore(clients.dynamoDb(), clients.table());
  }

  @Override
  public StatusStore store() {
    return store;
  }
}
