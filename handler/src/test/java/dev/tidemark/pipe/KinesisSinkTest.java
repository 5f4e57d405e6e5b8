package dev.tidemark.pipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.tidemark.KinesisSink;
import dev.tidemark.OutputRecord;
import dev.tidemark.RecordSink;
import dev.tidemark.checkpoint.Bytes;
import dev.tidemark.local.LocalAws;
import dev.tidemark.local.LocalService;
import dev.tidemark.producer.RetryPolicy;
import dev.tidemark.producer.Sender;
import dev.tidemark.producer.kinesis.KinesisTarget;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;

/** The sink on the Kinesis emulator. */
class KinesisSinkTest {

  private static final LocalAws AWS = LocalAws.start(LocalService.KINESIS);
  private static final KinesisClient KINESIS = AWS.kinesisClient();

  @BeforeAll
  static void createStream() {
    AWS.createStream("lines", 1);
  }

  @AfterAll
  static void stop() {
    KINESIS.close();
    AWS.close();
  }

  private static RecordSink sink(String stream) {
    return new KinesisSink(
        Sender.of(KinesisTarget.of(KINESIS, stream), RetryPolicy.DEFAULTS.withMaxAttempts(2)),
        InstantSource.system(),
        Duration.ofSeconds(5));
  }

  private static OutputRecord record(String key, int number) {
    return new OutputRecord(key, Bytes.ofUtf8("record " + number));
  }

  @Test
  void whatIsWrittenStandsInTheStreamInTheOrderOfItsKey() throws Exception {
    List<OutputRecord> records =
        IntStream.range(0, 20).mapToObj(i -> record("key-" + i % 3, i)).toList();

    assertThat(sink("lines").write(records)).isEmpty();

    for (int key = 0; key < 3; key++) {
      String name = "key-" + key;
      int first = key;
      assertThat(read().stream().filter(one -> one.partitionKey().equals(name)))
          .extracting(one -> one.data().asUtf8String())
          .containsExactlyElementsOf(
              IntStream.range(0, 20)
                  .filter(i -> i % 3 == first)
                  .mapToObj(i -> "record " + i)
                  .toList());
    }
  }

  private static List<Record> read() {
    String iterator =
        KINESIS
            .getShardIterator(
                request ->
                    request
                        .streamName("lines")
                        .shardId("shardId-000000000000")
                        .shardIteratorType(ShardIteratorType.TRIM_HORIZON))
            .shardIterator();
    return KINESIS.getRecords(request -> request.shardIterator(iterator)).records();
  }

  @Test
  void aRecordAboveTheLimitIsRefusedAndTheOthersAreWritten() throws Exception {
    var large = new OutputRecord("other", Bytes.wrap(new byte[1_100_000]));

    List<RecordSink.Refused> refused =
        sink("lines").write(List.of(record("other", 100), large, record("other", 101)));

    assertThat(refused).extracting(RecordSink.Refused::place).containsExactly(1);
    assertThat(read().stream().filter(one -> one.partitionKey().equals("other"))).hasSize(2);
  }

  @Test
  void aStreamThatIsNotThereIsNoRecordsFailure() {
    assertThatIOException()
        .isThrownBy(() -> sink("nowhere").write(List.of(record("key", 1))))
        .withMessageContaining("nowhere");
  }
}
