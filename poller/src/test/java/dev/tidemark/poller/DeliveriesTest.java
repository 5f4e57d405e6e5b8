package dev.tidemark.poller;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse.BatchItemFailure;
import dev.tidemark.checkpoint.Bytes;
import dev.tidemark.checkpoint.Position;
import dev.tidemark.checkpoint.SequenceNumber;
import dev.tidemark.checkpoint.SourceRecord;
import dev.tidemark.poller.shard.ShardStep.News;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

class DeliveriesTest {

  private static final List<SourceRecord> RECORDS =
      List.of(
          new SourceRecord(Position.of("9"), "key", Instant.EPOCH, Bytes.ofUtf8("a")),
          new SourceRecord(Position.of("10"), "key", Instant.EPOCH, Bytes.ofUtf8("b")));

  private static News deliver(PolledFunction function, Duration time) throws InterruptedException {
    var deliveries =
        new Deliveries(
            function,
            "consumer",
            "arn:aws:kinesis:::stream/orders",
            time,
            Clock.systemUTC(),
            Executors.newVirtualThreadPerTaskExecutor());
    return deliveries.deliver("shardId-0", RECORDS);
  }

  private static News answered(String... unfinished) throws InterruptedException {
    List<BatchItemFailure> failures =
        java.util.Arrays.stream(unfinished).map(BatchItemFailure::new).toList();
    return deliver((event, context) -> new StreamsEventResponse(failures), Duration.ofSeconds(10));
  }

  @Test
  void theLowestUnfinishedNumberCountsAsANumberAndNotAsText() throws Exception {
    assertThat(answered("10", "9"))
        .isEqualTo(new News.Delivered(Optional.of(SequenceNumber.of(9))));
    assertThat(answered()).isEqualTo(new News.Delivered(Optional.empty()));
  }

  @Test
  void whatTheConsumerThrowsFailsTheDelivery() throws Exception {
    PolledFunction failing =
        (event, context) -> {
          throw new IllegalStateException("no luck");
        };

    assertThat(deliver(failing, Duration.ofSeconds(10))).isEqualTo(new News.DeliveryFailed());
  }

  @Test
  void aDeliveryThatIsNotOverInTimeIsInterruptedAndHasFailed() throws Exception {
    var interrupted = new CountDownLatch(1);
    var never = new CountDownLatch(1);
    PolledFunction hanging =
        (event, context) -> {
          try {
            never.await();
          } catch (InterruptedException e) {
            interrupted.countDown();
          }
          return new StreamsEventResponse(List.of());
        };

    assertThat(deliver(hanging, Duration.ofMillis(1))).isEqualTo(new News.DeliveryFailed());
    interrupted.await();
  }
}
