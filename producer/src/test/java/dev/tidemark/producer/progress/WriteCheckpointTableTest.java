package dev.tidemark.producer.progress;

import dev.tidemark.checkpoint.aws.CheckpointTable;
import dev.tidemark.checkpoint.aws.DynamoDbNoteStore;
import dev.tidemark.local.LocalAws;
import dev.tidemark.local.LocalService;
import dev.tidemark.producer.WriteCheckpoints;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** Write checkpoints in a table of DynamoDB Local. */
class WriteCheckpointTableTest extends WriteCheckpointsContract {

  private static final CheckpointTable TABLE = new CheckpointTable("checkpoints");
  private static final LocalAws AWS = LocalAws.start(LocalService.DYNAMODB);
  private static final DynamoDbClient DYNAMO_DB =
      DynamoDbClient.builder()
          .endpointOverride(AWS.endpoint(LocalService.DYNAMODB))
          .region(Region.of(LocalAws.REGION))
          .credentialsProvider(
              StaticCredentialsProvider.create(
                  AwsBasicCredentials.create(LocalAws.ACCESS_KEY, LocalAws.SECRET_KEY)))
          .httpClientBuilder(UrlConnectionHttpClient.builder())
          .build();

  @BeforeAll
  static void createTable() {
    TABLE.create(DYNAMO_DB);
  }

  @AfterAll
  static void stop() {
    DYNAMO_DB.close();
    AWS.close();
  }

  @Override
  WriteCheckpoints checkpoints() {
    return new WriteCheckpointNotes(new DynamoDbNoteStore(DYNAMO_DB, TABLE), Duration.ofDays(400));
  }
}
