package dev.tidemark.poller.stack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.poller.aws.DynamoDbLeases;
import dev.tidemark.poller.lease.LeaseStore;
import dev.tidemark.poller.lease.ShardLease;
import dev.tidemark.poller.lease.WorkerId;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.StreamStatus;

/** Processes that share a stream, with one killed and shards split and merged meanwhile. */
@ExtendWith(Stack.class)
class SeveralPollersTest {

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final int WAVE = 300;
  private static final String MIDDLE_OF_THE_FIRST_OF_FOUR =
      "42535295865117307932921825928971026432";
  private static final Map<String, String> SETTINGS =
      Map.of(
          "TIDEMARK_POLLER_LEASE_MILLIS", "3000",
          "TIDEMARK_POLLER_RW_TIMEOUT_MILLIS", "2000",
          "TIDEMARK_POLLER_DISCOVERY_MILLIS", "1000",
          "TIDEMARK_POLLER_IDLE_MILLIS", "200",
          "TIDEMARK_POLLER_BATCH_SIZE", "20",
          "TIDEMARK_POLLER_COUNT_THRESHOLD", "10",
          "TIDEMARK_POLLER_FREQUENCY_MILLIS", "1000",
          "TIDEMARK_LEASE_MILLIS", "1000",
          "TIDEMARK_CLOCK_SKEW_MILLIS", "0");

  private final Stack.Corner corner;
  private final String counters;
  private final LeaseStore leases;
  private final List<Process> processes = new ArrayList<>();

  SeveralPollersTest(Stack.Corner corner) {
    this.corner = corner;
    this.counters = corner.name() + "-counters";
    this.leases =
        new DynamoDbLeases(
            corner.dynamoDb(),
            corner.table(),
            "counting",
            corner.name(),
            Duration.ofDays(8),
            Instant::now);
    corner
        .dynamoDb()
        .createTable(
            request ->
                request
                    .tableName(counters)
                    .billingMode(BillingMode.PAY_PER_REQUEST)
                    .attributeDefinitions(
                        AttributeDefinition.builder()
                            .attributeName("pk")
                            .attributeType(ScalarAttributeType.S)
                            .build())
                    .keySchema(
                        KeySchemaElement.builder()
                            .attributeName("pk")
                            .keyType(KeyType.HASH)
                            .build()));
    try (var s3 = corner.aws().s3Client()) {
      s3.createBucket(request -> request.bucket(corner.name()));
    }
    corner.aws().createStream(corner.name(), 4);
  }

  @AfterEach
  void killWhatIsLeft() {
    processes.forEach(Process::destroyForcibly);
  }

  private Process start() throws IOException {
    var settings = new HashMap<>(SETTINGS);
    settings.put(CountingProcess.COUNTERS, counters);
    Process process = CountingProcess.start(corner, corner.name(), settings);
    processes.add(process);
    return process;
  }

  private void put(int from) {
    List<PutRecordsRequestEntry> entries =
        IntStream.range(from, from + WAVE)
            .mapToObj(
                i ->
                    PutRecordsRequestEntry.builder()
                        .partitionKey("key-" + i % 50)
                        .data(SdkBytes.fromUtf8String("record-" + i))
                        .build())
            .toList();
    var response =
        corner.kinesis().putRecords(request -> request.streamName(corner.name()).records(entries));
    assertThat(response.failedRecordCount()).isZero();
  }

  private Map<String, String> counts() {
    return corner
        .dynamoDb()
        .scanPaginator(request -> request.tableName(counters).consistentRead(true))
        .items()
        .stream()
        .collect(
            Collectors.toMap(
                item -> attribute(item, "pk").s(), item -> attribute(item, "count").n()));
  }

  private static AttributeValue attribute(Map<String, AttributeValue> item, String name) {
    return Objects.requireNonNull(item.get(name));
  }

  private Set<WorkerId> owners() {
    return leases.list().stream()
        .filter(lease -> !lease.isEnded())
        .flatMap(lease -> lease.owner().stream())
        .collect(Collectors.toSet());
  }

  private static void await(String what, BooleanSupplier condition) {
    long until = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("waited for: " + what).isLessThan(until);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
    }
  }

  private void awaitActive() {
    await(
        "the stream to be active",
        () ->
            corner
                    .kinesis()
                    .describeStreamSummary(request -> request.streamName(corner.name()))
                    .streamDescriptionSummary()
                    .streamStatus()
                == StreamStatus.ACTIVE);
  }

  private void split() {
    corner
        .kinesis()
        .splitShard(
            request ->
                request
                    .streamName(corner.name())
                    .shardToSplit("shardId-000000000000")
                    .newStartingHashKey(MIDDLE_OF_THE_FIRST_OF_FOUR));
    awaitActive();
  }

  private void merge() {
    corner
        .kinesis()
        .mergeShards(
            request ->
                request
                    .streamName(corner.name())
                    .shardToMerge("shardId-000000000002")
                    .adjacentShardToMerge("shardId-000000000003"));
    awaitActive();
  }

  @Test
  void nothingIsLostAndNothingIsDoubledWhenOneIsKilledAndShardsAreSplitAndMerged()
      throws Exception {
    put(0);
    Process victim = start();
    start();
    start();
    await("two processes to share the shards", () -> owners().size() >= 2);
    await("a part of the records", () -> counts().size() > WAVE / 4);

    victim.destroyForcibly().waitFor();
    put(WAVE);
    split();
    put(2 * WAVE);
    merge();
    put(3 * WAVE);

    await("all records", () -> counts().size() == 4 * WAVE);
    await("the shards that are closed to be finished", () -> ended().size() == 3);
    assertThat(counts().values()).as("how often a record was processed").containsOnly("1");
    await("the living to have their share", () -> owners().size() == 2 && isBalanced());
    stopTheOthers();
    assertThat(leases.list())
        .filteredOn(lease -> lease.owner().isPresent())
        .allMatch(ShardLease::isEnded);
  }

  private Collection<String> ended() {
    return leases.list().stream().filter(ShardLease::isEnded).map(ShardLease::shard).toList();
  }

  private boolean isBalanced() {
    Map<WorkerId, Long> shares =
        leases.list().stream()
            .filter(lease -> !lease.isEnded())
            .flatMap(lease -> lease.owner().stream())
            .collect(Collectors.groupingBy(owner -> owner, Collectors.counting()));
    return shares.values().stream().allMatch(share -> share == 2);
  }

  private void stopTheOthers() throws InterruptedException {
    for (Process process : processes) {
      process.destroy();
    }
    for (Process process : processes) {
      assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }
  }
}
