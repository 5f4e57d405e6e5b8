package dev.tidemark.poller;

import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import dev.tidemark.checkpoint.SequenceNumber;
import dev.tidemark.checkpoint.SourceRecord;
import dev.tidemark.poller.shard.ShardStep.News;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Hands records to the consumer as Lambda does, and reads its answer as the mapping does. A
 * delivery that is not over in time is interrupted and left alone. Thread-safe.
 */
public final class Deliveries {

  private static final System.Logger LOG = System.getLogger("dev.tidemark.poller");

  /** A consumer that is told its deadline ends by it; this is for one that does not. */
  private static final Duration GRACE = Duration.ofSeconds(2);

  private final PolledFunction function;
  private final String consumer;
  private final String arn;
  private final Duration time;
  private final InstantSource clock;
  private final ExecutorService threads;

  /**
   * @param consumer the consumer's name
   * @param arn the stream's
   * @param time how long a delivery may take
   * @param threads a thread for each delivery
   */
  public Deliveries(
      PolledFunction function,
      String consumer,
      String arn,
      Duration time,
      InstantSource clock,
      ExecutorService threads) {
    this.function = function;
    this.consumer = consumer;
    this.arn = arn;
    this.time = time;
    this.clock = clock;
    this.threads = threads;
  }

  /**
   * {@code Delivered} or {@code DeliveryFailed}.
   *
   * @param records of one shard, in order of position
   * @throws InterruptedException when the calling thread is interrupted; then the delivery is, too
   */
  public News deliver(String shard, List<SourceRecord> records) throws InterruptedException {
    KinesisEvent event = event(shard, records);
    String id = UUID.randomUUID().toString();
    var context = new DeliveryContext(consumer, id, clock.instant().plus(time), clock);
    Future<StreamsEventResponse> answer =
        threads.submit(() -> function.handleEvent(event, context));
    try {
      return read(answer.get(time.plus(GRACE).toMillis(), TimeUnit.MILLISECONDS));
    } catch (ExecutionException e) {
      return failed(shard, "failed: " + e.getCause());
    } catch (TimeoutException e) {
      return failed(shard, "was not over after " + time);
    } finally {
      answer.cancel(true);
    }
  }

  private static News failed(String shard, String how) {
    LOG.log(
        System.Logger.Level.WARNING,
        "a delivery of shard {0} {1}; what is unfinished will be delivered again",
        shard,
        how);
    return new News.DeliveryFailed();
  }

  private static News read(StreamsEventResponse response) {
    List<StreamsEventResponse.BatchItemFailure> failures = response.getBatchItemFailures();
    if (failures == null) {
      return new News.Delivered(Optional.empty());
    }
    return new News.Delivered(
        failures.stream()
            .map(failure -> new SequenceNumber(failure.getItemIdentifier()))
            .min(Comparator.naturalOrder()));
  }

  private KinesisEvent event(String shard, List<SourceRecord> records) {
    var event = new KinesisEvent();
    event.setRecords(records.stream().map(record -> eventRecord(shard, record)).toList());
    return event;
  }

  @SuppressWarnings("JavaUtilDate") // the runtime's event class has it
  private KinesisEvent.KinesisEventRecord eventRecord(String shard, SourceRecord source) {
    var record = new KinesisEvent.Record();
    record.setSequenceNumber(source.position().sequenceNumber().digits());
    record.setPartitionKey(source.partitionKey());
    record.setApproximateArrivalTimestamp(Date.from(source.arrivedAt()));
    record.setData(source.data().asByteBuffer());
    var eventRecord = new KinesisEvent.KinesisEventRecord();
    eventRecord.setEventSource("aws:kinesis");
    eventRecord.setEventSourceARN(arn);
    eventRecord.setEventID(shard + ':' + source.position().sequenceNumber().digits());
    eventRecord.setKinesis(record);
    return eventRecord;
  }
}
