package dev.tidemark.checkpoint.aws;

import static dev.tidemark.checkpoint.store.StoreException.Kind.MISCONFIGURED;
import static dev.tidemark.checkpoint.store.StoreException.Kind.TRANSIENT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tidemark.checkpoint.BatchSpan;
import dev.tidemark.checkpoint.ClaimId;
import dev.tidemark.checkpoint.Position;
import dev.tidemark.checkpoint.ShardKey;
import dev.tidemark.checkpoint.aws.ScriptedServer.Answer;
import dev.tidemark.checkpoint.store.ShardClaim;
import dev.tidemark.checkpoint.store.Slot;
import dev.tidemark.checkpoint.store.StoreException;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProviderChain;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

@ExtendWith(LocalServices.class)
final class DynamoDbFailuresTest {

  private static final CheckpointTable TABLE = new CheckpointTable("checkpoints");

  private final LocalServices.Clients clients;
  private final ScriptedServer server = new ScriptedServer();
  private final DynamoDbClient scripted = LocalServices.dynamoDb(server.endpoint());
  private final ShardKey shard = new ShardKey("f-" + UUID.randomUUID(), "stream", "shardId-0");

  DynamoDbFailuresTest(LocalServices.Clients clients) throws IOException {
    this.clients = clients;
  }

  @AfterEach
  void stop() {
    scripted.close();
    server.close();
  }

  private ShardClaim claim() {
    var at = Position.of("7");
    var span = new BatchSpan(at, at, 1, Instant.EPOCH);
    return new ShardClaim.Fresh(
        shard, new Slot(new ClaimId("c"), span, Instant.EPOCH, 1), Set.of());
  }

  private StoreException failureOf(Answer answer) {
    server.script(answer);
    return failure(new DynamoDbStatusStore(scripted, TABLE));
  }

  private StoreException failure(DynamoDbStatusStore store) {
    return catchThrowableOfType(StoreException.class, () -> store.claim(claim()));
  }

  @Test
  void whatPassesIsTransient() {
    List<Answer> passing =
        List.of(
            Answer.json(400, "ProvisionedThroughputExceededException", "too fast"),
            Answer.json(400, "ThrottlingException", "too fast"),
            Answer.json(400, "RequestLimitExceeded", "too fast"),
            Answer.json(400, "TransactionConflictException", "conflict"),
            Answer.json(400, "RequestTimeoutException", "slow"),
            Answer.json(500, "InternalServerError", "oops"),
            Answer.json(503, "ServiceUnavailable", "oops"),
            new Answer(502, "<html>bad gateway</html>"),
            Answer.brokenConnection());

    for (Answer answer : passing) {
      StoreException failure = failureOf(answer);

      assertThat(failure).as(answer.body()).isNotNull();
      assertThat(failure.kind()).as(answer.body()).isEqualTo(TRANSIENT);
      assertThat(failure).hasMessageContaining("UpdateItem on DynamoDB table 'checkpoints'");
    }
  }

  @Test
  void aMissingPermissionIsNamed() {
    StoreException failure = failureOf(Answer.json(400, "AccessDeniedException", "not you"));

    assertThat(failure.kind()).isEqualTo(MISCONFIGURED);
    assertThat(failure)
        .hasMessageContaining("allow dynamodb:UpdateItem on table 'checkpoints'")
        .hasMessageContaining("not you");
  }

  @Test
  void badCredentialsAreNamed() {
    for (String code :
        List.of(
            "UnrecognizedClientException",
            "ExpiredTokenException",
            "InvalidSignatureException",
            "MissingAuthenticationTokenException")) {
      StoreException failure = failureOf(Answer.json(400, code, "who are you"));

      assertThat(failure.kind()).isEqualTo(MISCONFIGURED);
      assertThat(failure).hasMessageContaining("credentials");
    }
  }

  @Test
  void anyOtherRefusalIsNotTriedForEver() {
    StoreException failure = failureOf(Answer.json(400, "ValidationException", "too\\nlong"));

    assertThat(failure.kind()).isEqualTo(MISCONFIGURED);
    assertThat(failure).hasMessageContaining("was refused").hasMessageContaining("too long");
  }

  @Test
  void aMissingTableIsNamedWithItsSetting() {
    var store = new DynamoDbStatusStore(clients.dynamoDb(), new CheckpointTable("absent"));

    StoreException failure = failure(store);

    assertThat(failure.kind()).isEqualTo(MISCONFIGURED);
    assertThat(failure).hasMessageContaining("'absent'").hasMessageContaining("TIDEMARK_TABLE");
  }

  @Test
  void aTableWithOtherKeysIsNamedWithTheKeysItNeeds() {
    var other = new CheckpointTable("other-" + UUID.randomUUID());
    createWithOneKey(other.name());
    var store = new DynamoDbStatusStore(clients.dynamoDb(), other);

    for (Consumer<DynamoDbStatusStore> call :
        List.<Consumer<DynamoDbStatusStore>>of(
            s -> s.claim(claim()),
            s -> s.shard(shard),
            s -> s.batches(shard, Position.of("1"), Optional.empty()))) {
      StoreException failure = catchThrowableOfType(StoreException.class, () -> call.accept(store));

      assertThat(failure.kind()).isEqualTo(MISCONFIGURED);
      assertThat(failure)
          .hasMessageContaining("needs the keys pk and sk")
          .hasMessageContaining("TIDEMARK_TABLE");
    }
  }

  private void createWithOneKey(String table) {
    clients
        .dynamoDb()
        .createTable(
            request ->
                request
                    .tableName(table)
                    .billingMode(BillingMode.PAY_PER_REQUEST)
                    .attributeDefinitions(
                        AttributeDefinition.builder()
                            .attributeName("id")
                            .attributeType(ScalarAttributeType.S)
                            .build())
                    .keySchema(
                        KeySchemaElement.builder()
                            .attributeName("id")
                            .keyType(KeyType.HASH)
                            .build()));
  }

  @Test
  void nobodyListeningIsTransient() {
    try (var client = LocalServices.dynamoDb(URI.create("http://127.0.0.1:1"))) {
      assertThat(failure(new DynamoDbStatusStore(client, TABLE)).kind()).isEqualTo(TRANSIENT);
    }
  }

  @Test
  void noCredentialsAreNamed() {
    try (var client =
        DynamoDbClient.builder()
            .endpointOverride(server.endpoint())
            .region(Region.US_EAST_1)
            .httpClient(UrlConnectionHttpClient.create())
            .credentialsProvider(
                AwsCredentialsProviderChain.builder()
                    .credentialsProviders(() -> AwsBasicCredentials.create("", ""))
                    .build())
            .build()) {
      StoreException failure = failure(new DynamoDbStatusStore(client, TABLE));

      assertThat(failure.kind()).isEqualTo(MISCONFIGURED);
      assertThat(failure).hasMessageContaining("credentials");
    }
  }

  @Test
  void anInterruptIsTransientAndStaysAnInterrupt() {
    var store = new DynamoDbStatusStore(clients.dynamoDb(), clients.table());

    Thread.currentThread().interrupt();
    StoreException failure = failure(store);
    boolean isInterrupted = Thread.interrupted();

    assertThat(failure.kind()).isEqualTo(TRANSIENT);
    assertThat(isInterrupted).isTrue();
  }
}
