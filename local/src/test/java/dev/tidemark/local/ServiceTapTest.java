package dev.tidemark.local;

import static dev.tidemark.local.TapClients.dynamoDb;
import static dev.tidemark.local.TapClients.putIfAbsent;
import static dev.tidemark.local.TapClients.s3;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ProvisionedThroughputExceededException;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.TransactionConflictException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Every fault as the clients of the real services see it. */
class ServiceTapTest {

  private static final String TABLE = TapClients.TABLE;
  private static final String BUCKET = "objects";
  private static final int NO_RETRY = 1;
  private static LocalAws aws;
  private static DynamoDbClient direct;
  private static S3Client directS3;

  @BeforeAll
  static void start() {
    aws = LocalAws.start(LocalService.DYNAMODB, LocalService.S3);
    direct = dynamoDb(aws.endpoint(LocalService.DYNAMODB), NO_RETRY);
    directS3 = aws.s3Client();
    direct.createTable(
        table ->
            table
                .tableName(TABLE)
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .keySchema(
                    KeySchemaElement.builder().attributeName("id").keyType(KeyType.HASH).build())
                .attributeDefinitions(
                    AttributeDefinition.builder()
                        .attributeName("id")
                        .attributeType(ScalarAttributeType.S)
                        .build()));
    directS3.createBucket(bucket -> bucket.bucket(BUCKET));
  }

  @AfterAll
  static void stop() {
    direct.close();
    directS3.close();
    aws.close();
  }

  private static ServiceTap tap(LocalService service, FaultPlan plan) {
    return ServiceTap.faulty(
        aws.endpoint(service), ServiceTap.Request::method, plan, (request, status) -> {});
  }

  private static FaultPlan always(Fault fault) {
    return FaultPlan.of(1)
        .with(fault, 1)
        .withDelays(Duration.ofMillis(300), Duration.ofSeconds(20));
  }

  private static boolean isThere(String id) {
    return direct
        .getItem(request -> request.tableName(TABLE).key(Map.of("id", AttributeValue.fromS(id))))
        .hasItem();
  }

  @ParameterizedTest
  @EnumSource
  void aFaultLetsAWriteLandOrNotAsItSays(Fault fault) {
    try (var tap = tap(LocalService.DYNAMODB, always(fault));
        var client = dynamoDb(tap.endpoint(), NO_RETRY)) {
      if (fault == Fault.SLOW) {
        long start = System.nanoTime();
        putIfAbsent(client, fault.word());
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(tapSlow());
      } else {
        assertThatThrownBy(() -> putIfAbsent(client, fault.word())).isInstanceOf(expected(fault));
      }
      assertThat(isThere(fault.word())).isEqualTo(lands(fault));
      assertThat(tap.faults()).containsOnlyKeys(fault);
      assertThat(tap.counts().isEmpty()).isEqualTo(!lands(fault));
    }
  }

  private static Duration tapSlow() {
    return always(Fault.SLOW).slow();
  }

  private static boolean lands(Fault fault) {
    return switch (fault) {
      case CONNECTION_LOST, THROTTLED, THROUGHPUT_EXCEEDED, SERVER_ERROR, CONFLICT, ARRIVES_LATE ->
          false;
      case REPLY_LOST, SLOW, TIMED_OUT, GARBLED, PASSED_ON_TWICE -> true;
    };
  }

  private static Class<? extends SdkException> expected(Fault fault) {
    return switch (fault) {
      case THROUGHPUT_EXCEEDED -> ProvisionedThroughputExceededException.class;
      case CONFLICT -> TransactionConflictException.class;
      case PASSED_ON_TWICE -> ConditionalCheckFailedException.class;
      case THROTTLED, SERVER_ERROR -> DynamoDbException.class;
      case CONNECTION_LOST, REPLY_LOST, GARBLED -> SdkClientException.class;
      case TIMED_OUT, ARRIVES_LATE -> ApiCallAttemptTimeoutException.class;
      case SLOW -> throw new IllegalArgumentException("a slow answer is no failure");
    };
  }

  @Test
  void aRequestThatArrivesLateLandsWhenItsSenderHasGivenUp() throws InterruptedException {
    var landed = new CountDownLatch(1);
    var plan =
        FaultPlan.of(1)
            .with(Fault.ARRIVES_LATE, 1)
            .withDelays(Duration.ZERO, Duration.ofMinutes(10));
    try (var tap =
            ServiceTap.faulty(
                aws.endpoint(LocalService.DYNAMODB),
                ServiceTap.Request::method,
                plan,
                (request, status) -> landed.countDown());
        var client = dynamoDb(tap.endpoint(), NO_RETRY)) {
      assertThatThrownBy(() -> putIfAbsent(client, "late"))
          .isInstanceOf(ApiCallAttemptTimeoutException.class);
      assertThat(isThere("late")).isFalse();

      tap.letGo();
      assertThat(landed.await(20, TimeUnit.SECONDS)).isTrue();

      assertThat(isThere("late")).isTrue();
    }
  }

  @Test
  void dynamoDbThrottlesInItsOwnWords() {
    try (var tap = tap(LocalService.DYNAMODB, always(Fault.THROTTLED));
        var client = dynamoDb(tap.endpoint(), NO_RETRY)) {
      assertThatThrownBy(() -> putIfAbsent(client, "throttled-words"))
          .isInstanceOfSatisfying(
              DynamoDbException.class,
              e -> {
                assertThat(e.isThrottlingException()).isTrue();
                assertThat(e.awsErrorDetails().errorCode()).isEqualTo("ThrottlingException");
              });
    }
  }

  @Test
  void s3SlowsDownAndFailsInItsOwnWords() {
    assertThat(s3Error(Fault.THROTTLED)).contains("503 SlowDown");
    assertThat(s3Error(Fault.SERVER_ERROR)).contains("500 InternalError");
    assertThat(s3Error(Fault.CONFLICT)).contains("409 ConditionalRequestConflict");
    assertThat(s3Error(Fault.PASSED_ON_TWICE)).contains("412 PreconditionFailed");
  }

  private static Optional<String> s3Error(Fault fault) {
    try (var tap = tap(LocalService.S3, always(fault));
        var client = s3(tap.endpoint())) {
      client.putObject(
          put -> put.bucket(BUCKET).key(fault.word()).ifNoneMatch("*"),
          RequestBody.fromString("x"));
      return Optional.empty();
    } catch (S3Exception e) {
      return Optional.of(e.statusCode() + " " + e.awsErrorDetails().errorCode());
    }
  }

  @Test
  void theSdkRetriesItsWayThroughAndTheWatcherSeesWhatLanded() {
    var plan =
        FaultPlan.of(3)
            .with(Fault.SERVER_ERROR, 0.2)
            .with(Fault.REPLY_LOST, 0.1)
            .with(Fault.CONNECTION_LOST, 0.1);
    var statuses = new ConcurrentLinkedQueue<Integer>();
    try (var tap =
            ServiceTap.faulty(
                aws.endpoint(LocalService.DYNAMODB),
                ServiceTap.Request::target,
                plan,
                (request, status) -> statuses.add(status));
        var client = dynamoDb(tap.endpoint(), 10)) {
      for (int i = 0; i < 30; i++) {
        TapClients.put(client, "retried-" + i);
      }
      assertThat(tap.faults().values().stream().mapToLong(Long::longValue).sum()).isPositive();
      assertThat(statuses).containsOnly(200).hasSizeGreaterThanOrEqualTo(30);
    }
  }

  @Test
  void aSeedGivesTheSameFaultsAgain() {
    var plan = FaultPlan.of(7).with(Fault.SLOW, 0.3).with(Fault.GARBLED, 0.3);
    assertThat(drawn(plan)).isEqualTo(drawn(plan)).contains(Optional.empty());
  }

  private static List<Optional<Fault>> drawn(FaultPlan plan) {
    var random = new Random(plan.seed());
    var faults = new ArrayList<Optional<Fault>>();
    for (int i = 0; i < 50; i++) {
      faults.add(plan.draw(random));
    }
    return faults;
  }

  @Test
  void probabilitiesAreChecked() {
    assertThatCode(() -> FaultPlan.of(1).with(Fault.SLOW, 1)).doesNotThrowAnyException();
    assertThatThrownBy(() -> FaultPlan.of(1).with(Fault.SLOW, 0.6).with(Fault.GARBLED, 0.5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("probabilities must be 0 or more and together at most 1");
  }
}
