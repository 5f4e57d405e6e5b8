package dev.tidemark.example;

import cloud.localstack.docker.LocalstackDockerExtension;
import cloud.localstack.docker.annotation.LocalstackDockerProperties;
import dev.tidemark.checkpoint.aws.S3PayloadStore;
import dev.tidemark.checkpoint.store.PayloadStore;
import dev.tidemark.testkit.contract.PayloadStoreContract;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith({LocalstackDockerExtension.class, LocalStackServices.class})
@LocalstackDockerProperties(
    imageTag = LocalStackServices.IMAGE_TAG,
    services = {"dynamodb", "s3"},
    useSingleDockerContainer = true)
final class PayloadStoreLocalStackTest extends PayloadStoreContract {

  private final PayloadStore store;

  PayloadStoreLocalStackTest(LocalStackServices.Clients clients) {
    store = new S3PayloadStore(clients.s3(), clients.bucket(), "tidemark/");
  }

  @Override
  public PayloadStore store() {
    return store;
  }
}
