package dev.tidemark.producer.kinesis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.checkpoint.Bytes;
import dev.tidemark.local.LocalAws;
import dev.tidemark.local.LocalService;
import dev.tidemark.producer.Delivery;
import dev.tidemark.producer.Delivery.Cause;
import dev.tidemark.producer.HashKey;
import dev.tidemark.producer.OutgoingRecord;
import dev.tidemark.producer.RetryPolicy;
import dev.tidemark.producer.Sender;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;

/** The sender on the Kinesis emulator. */
class LocalKinesisTest {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private static LocalAws aws;
  private static KinesisClient kinesis;

  @BeforeAll
  static void start() {
    aws = LocalAws.start(LocalService.KINESIS);
    kinesis = aws.kinesisClient();
  }

  @AfterAll
  static void stop() {
    kinesis.close();
    aws.close();
  }

  private static List<Record> read(String stream, String shard) {
    String iterator =
        kinesis
            .getShardIterator(
                request ->
                    request
                        .streamName(stream)
                        .shardId(shard)
                        .shardIteratorType(ShardIteratorType.TRIM_HORIZON))
            .shardIterator();
    return kinesis.getRecords(request -> request.shardIterator(iterator)).records();
  }

  private static List<Shard> shards(String stream) {
    return kinesis.listShards(request -> request.streamName(stream)).shards();
  }

  @Test
  void recordsLandInTheOrderOfTheirKeysWhereTheAnswersSay() {
    aws.createStream("several", 2);
    List<OutgoingRecord> records =
        IntStream.range(0, 700)
            .mapToObj(i -> OutgoingRecord.of("key" + i % 300, Bytes.ofUtf8("t" + i), NOW))
            .toList();

    List<Delivery> deliveries =
        Sender.of(KinesisTarget.of(kinesis, "several"), RetryPolicy.DEFAULTS).send(records);

    List<String> found = new ArrayList<>();
    Map<String, Integer> latest = new HashMap<>();
    for (Shard shard : shards("several")) {
      for (Record record : read("several", shard.shardId())) {
        found.add(shard.shardId() + "/" + record.sequenceNumber());
        int number = Integer.parseInt(record.data().asUtf8String().substring(1));
        assertThat(deliveries.get(number))
            .isInstanceOfSatisfying(
                Delivery.Written.class,
                written -> assertThat(written.position()).hasToString(found.getLast()));
        assertThat(record.partitionKey()).isEqualTo("key" + number % 300);
        assertThat(latest.getOrDefault(record.partitionKey(), -1)).isLessThan(number);
        latest.put(record.partitionKey(), number);
      }
    }
    assertThat(found).hasSize(700);
  }

  @Test
  void aHashKeySaysWhichShardWhateverThePartitionKey() {
    aws.createStream("hashed", 2);
    var largest = new HashKey(BigInteger.ONE.shiftLeft(128).subtract(BigInteger.ONE));
    var record = new OutgoingRecord("any", Optional.of(largest), Bytes.ofUtf8("here"), NOW);
    var other =
        new OutgoingRecord(
            "any", Optional.of(new HashKey(BigInteger.ZERO)), Bytes.ofUtf8("there"), NOW);

    Sender.of(KinesisTarget.of(kinesis, "hashed"), RetryPolicy.DEFAULTS)
        .send(List.of(record, other));

    assertThat(read("hashed", shards("hashed").get(1).shardId()))
        .extracting(found -> found.data().asUtf8String())
        .containsExactly("here");
  }

  @Test
  void aMissingStreamIsNamed() {
    var retry =
        new RetryPolicy(Duration.ofMillis(1), Duration.ofMillis(2), 2, RetryPolicy.Outages.COUNT);

    List<Delivery> deliveries =
        Sender.of(KinesisTarget.of(kinesis, "nowhere"), retry)
            .send(List.of(OutgoingRecord.of("a", Bytes.ofUtf8("a"), NOW)));

    assertThat(deliveries)
        .singleElement()
        .isInstanceOfSatisfying(
            Delivery.Undelivered.class,
            given -> {
              assertThat(given.cause()).isEqualTo(Cause.EXHAUSTED);
              assertThat(given.reason()).contains("there is no Kinesis stream 'nowhere'");
            });
  }
}
