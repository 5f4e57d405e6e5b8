package dev.tidemark.kcl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.ConsumerParts;
import dev.tidemark.ConsumerSettings;
import dev.tidemark.KinesisConsumer;
import dev.tidemark.KinesisRecord;
import dev.tidemark.Outcome;
import dev.tidemark.RecordCodec;
import dev.tidemark.local.LocalAws;
import dev.tidemark.local.LocalService;
import dev.tidemark.testkit.store.MemoryPayloadStore;
import dev.tidemark.testkit.store.MemoryStatusStore;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.http.Protocol;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudwatch.CloudWatchAsyncClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResultEntry;
import software.amazon.kinesis.common.ConfigsBuilder;
import software.amazon.kinesis.common.InitialPositionInStream;
import software.amazon.kinesis.common.InitialPositionInStreamExtended;
import software.amazon.kinesis.coordinator.Scheduler;
import software.amazon.kinesis.metrics.NullMetricsFactory;
import software.amazon.kinesis.retrieval.polling.PollingConfig;

/** The real library on the local Kinesis and DynamoDB, with our engine as its processor. */
class KclSchedulerTest {

  private static final int RECORDS = 40;
  private static final String STREAM = "orders";
  private static final StaticCredentialsProvider CREDENTIALS =
      StaticCredentialsProvider.create(
          AwsBasicCredentials.create(LocalAws.ACCESS_KEY, LocalAws.SECRET_KEY));

  private static final class Counting extends KinesisConsumer<String> {
    private final Map<String, Integer> counts;
    private final CountDownLatch all;

    Counting(ConsumerParts parts, Map<String, Integer> counts, CountDownLatch all) {
      super(RecordCodec.utf8(), parts);
      this.counts = counts;
      this.all = all;
    }

    @Override
    protected Outcome process(KinesisRecord<String> record) {
      if (record.value().equals("record-7") && record.attempt() == 1) {
        return Outcome.retry(new IllegalStateException("no luck the first time"));
      }
      counts.merge(record.value(), 1, Integer::sum);
      all.countDown();
      return Outcome.done();
    }
  }

  @Test
  void theLibraryRunsOurConsumerAndItsCheckpointsAreThoseOfFinishedRecords() throws Exception {
    try (LocalAws aws = LocalAws.start(LocalService.KINESIS, LocalService.DYNAMODB);
        KinesisClient producer = aws.kinesisClient();
        KinesisAsyncClient kinesis = kinesis(aws);
        DynamoDbAsyncClient dynamoDb = dynamoDb(aws)) {
      aws.createStream(STREAM, 2);
      Map<String, String> lastOfShard = put(producer);
      Map<String, Integer> counts = new ConcurrentHashMap<>();
      var all = new CountDownLatch(RECORDS);
      Scheduler scheduler = scheduler(kinesis, dynamoDb, aws, counts, all);
      Thread running = Thread.ofPlatform().start(scheduler);

      assertThat(all.await(4, TimeUnit.MINUTES)).as("all records were processed").isTrue();
      scheduler.startGracefulShutdown().get(2, TimeUnit.MINUTES);
      running.join(Duration.ofMinutes(1));

      assertThat(counts).hasSize(RECORDS).allSatisfy((record, n) -> assertThat(n).isOne());
      assertThat(checkpoints(dynamoDb)).isEqualTo(lastOfShard);
    }
  }

  private static Map<String, String> put(KinesisClient producer) {
    List<PutRecordsRequestEntry> entries =
        IntStream.range(0, RECORDS)
            .mapToObj(
                i ->
                    PutRecordsRequestEntry.builder()
                        .partitionKey("key-" + i)
                        .data(SdkBytes.fromUtf8String("record-" + i))
                        .build())
            .toList();
    PutRecordsResponse response =
        producer.putRecords(request -> request.streamName(STREAM).records(entries));
    return response.records().stream()
        .collect(
            Collectors.toMap(
                PutRecordsResultEntry::shardId,
                PutRecordsResultEntry::sequenceNumber,
                (earlier, later) -> later));
  }

  /** What the library has saved, by shard. */
  private static Map<String, String> checkpoints(DynamoDbAsyncClient dynamoDb) throws Exception {
    return dynamoDb.scan(request -> request.tableName("library")).get().items().stream()
        .filter(item -> item.containsKey("checkpoint"))
        .collect(
            Collectors.toMap(
                item -> String.valueOf(item.get("leaseKey").s()),
                item -> String.valueOf(item.get("checkpoint").s())));
  }

  private static Scheduler scheduler(
      KinesisAsyncClient kinesis,
      DynamoDbAsyncClient dynamoDb,
      LocalAws aws,
      Map<String, Integer> counts,
      CountDownLatch all) {
    ConsumerParts parts =
        ConsumerParts.of(
            ConsumerSettings.named("library"), new MemoryStatusStore(), new MemoryPayloadStore());
    CloudWatchAsyncClient unused =
        CloudWatchAsyncClient.builder()
            .endpointOverride(URI.create("http://127.0.0.1:1"))
            .region(Region.of(LocalAws.REGION))
            .credentialsProvider(CREDENTIALS)
            .build();
    var configs =
        new ConfigsBuilder(
            STREAM,
            "library",
            kinesis,
            dynamoDb,
            unused,
            "worker",
            KclConsumer.records(parts, STREAM, made -> new Counting(made, counts, all)));
    return new Scheduler(
        configs.checkpointConfig(),
        configs.coordinatorConfig(),
        configs.leaseManagementConfig().failoverTimeMillis(3_000),
        KclConsumer.keepingAggregates(configs.lifecycleConfig()),
        configs.metricsConfig().metricsFactory(new NullMetricsFactory()),
        configs.processorConfig(),
        configs
            .retrievalConfig()
            .initialPositionInStreamExtended(
                InitialPositionInStreamExtended.newInitialPosition(
                    InitialPositionInStream.TRIM_HORIZON))
            .retrievalSpecificConfig(new PollingConfig(STREAM, kinesis)));
  }

  private static KinesisAsyncClient kinesis(LocalAws aws) {
    return KinesisAsyncClient.builder()
        .endpointOverride(aws.endpoint(LocalService.KINESIS))
        .region(Region.of(LocalAws.REGION))
        .credentialsProvider(CREDENTIALS)
        .httpClientBuilder(NettyNioAsyncHttpClient.builder().protocol(Protocol.HTTP1_1))
        .build();
  }

  private static DynamoDbAsyncClient dynamoDb(LocalAws aws) {
    return DynamoDbAsyncClient.builder()
        .endpointOverride(aws.endpoint(LocalService.DYNAMODB))
        .region(Region.of(LocalAws.REGION))
        .credentialsProvider(CREDENTIALS)
        .build();
  }
}
