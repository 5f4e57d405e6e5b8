package dev.tidemark.producer.claim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.checkpoint.Bytes;
import dev.tidemark.checkpoint.aws.S3PayloadStore;
import dev.tidemark.local.LocalAws;
import dev.tidemark.local.LocalService;
import dev.tidemark.producer.Delivery;
import dev.tidemark.producer.OutgoingRecord;
import dev.tidemark.producer.RetryPolicy;
import dev.tidemark.producer.Sender;
import dev.tidemark.producer.kinesis.KinesisTarget;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;
import software.amazon.awssdk.services.s3.S3Client;

/** A record that no stream takes, over the emulators of Kinesis and S3. */
class LargeRecordOnAwsTest {

  @Test
  void twentyMebibytesGoThroughAStream() throws IOException {
    byte[] bytes = new byte[20 << 20];
    new Random(1).nextBytes(bytes);
    Bytes large = Bytes.wrap(bytes);
    try (LocalAws aws = LocalAws.start(LocalService.KINESIS, LocalService.S3);
        KinesisClient kinesis = aws.kinesisClient();
        S3Client s3 = aws.s3Client()) {
      aws.createStream("orders", 1);
      s3.createBucket(request -> request.bucket("payloads"));
      var store = new S3PayloadStore(s3, "payloads", "orders/");
      var target = new ClaimCheckTarget(KinesisTarget.of(kinesis, "orders"), store, 100_000);

      List<Delivery> deliveries =
          Sender.of(target, RetryPolicy.DEFAULTS)
              .send(List.of(OutgoingRecord.of("key", large, Instant.EPOCH)));

      assertThat(deliveries).singleElement().isInstanceOf(Delivery.Written.class);
      assertThat(ClaimCheck.resolve(onlyRecord(kinesis), store)).isEqualTo(large);
    }
  }

  private static Bytes onlyRecord(KinesisClient kinesis) {
    String iterator =
        kinesis
            .getShardIterator(
                request ->
                    request
                        .streamName("orders")
                        .shardId("shardId-000000000000")
                        .shardIteratorType(ShardIteratorType.TRIM_HORIZON))
            .shardIterator();
    return Bytes.wrap(
        kinesis
            .getRecords(request -> request.shardIterator(iterator))
            .records()
            .getFirst()
            .data()
            .asByteArray());
  }
}
