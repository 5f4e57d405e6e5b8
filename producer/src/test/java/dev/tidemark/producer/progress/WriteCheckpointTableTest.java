package dev.tidemark.producer.progress;

import dev.tidemark.checkpoint.aws.CheckpointTable;
import dev.tidemark.checkpoint.aws.DynamoDbNoteStore;
import dev.tidemark.local.LocalAws;
import dev.tidemark.local.LocalService;
import dev.tidemark.producer.WriteCheckpoints;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** Write checkpoints in a table of DynamoDB Local. */
class WriteCheckpointTableTest extends WriteCheckpointsContract {

  private static final CheckpointTable TABLE = new CheckpointTable("checkpoints");
  private static final LocalAws AWS = LocalAws.start(LocalService.DYNAMODB);
  private static final DynamoDbClient DYNAMO_DB = AWS.dynamoDbClient();

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
