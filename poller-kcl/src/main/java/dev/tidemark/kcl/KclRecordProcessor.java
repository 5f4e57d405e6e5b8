package dev.tidemark.kcl;

import dev.tidemark.checkpoint.Bytes;
import dev.tidemark.checkpoint.Position;
import dev.tidemark.checkpoint.SequenceNumber;
import dev.tidemark.checkpoint.SourceRecord;
import dev.tidemark.engine.Pauses;
import dev.tidemark.poller.Deliveries;
import dev.tidemark.poller.ShardLag;
import dev.tidemark.poller.shard.ShardStep.News;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import software.amazon.kinesis.exceptions.KinesisClientLibException;
import software.amazon.kinesis.exceptions.ShutdownException;
import software.amazon.kinesis.lifecycle.events.InitializationInput;
import software.amazon.kinesis.lifecycle.events.LeaseLostInput;
import software.amazon.kinesis.lifecycle.events.ProcessRecordsInput;
import software.amazon.kinesis.lifecycle.events.ShardEndedInput;
import software.amazon.kinesis.lifecycle.events.ShutdownRequestedInput;
import software.amazon.kinesis.processor.RecordProcessorCheckpointer;
import software.amazon.kinesis.processor.ShardRecordProcessor;
import software.amazon.kinesis.retrieval.KinesisClientRecord;

/**
 * One shard that the library has given to this process.
 *
 * <p>The library goes on to the next records whatever comes of those that it has handed over, also
 * when an exception comes out. So nothing gets out here: what is unfinished is kept and delivered
 * again, and the library's checkpoint stays before it. The library calls from one thread at a time.
 */
final class KclRecordProcessor implements ShardRecordProcessor {

  private static final System.Logger LOG = System.getLogger("dev.tidemark.kcl");

  private final Deliveries deliveries;
  private final KclPace pace;
  private final InstantSource clock;
  private final Pauses pauses;
  private final Function<String, ShardLag> lags;
  private final Backlog backlog = new Backlog();
  private String shard = "";
  private Optional<LibraryLag> lag = Optional.empty();
  private Optional<SequenceNumber> unsaved = Optional.empty();
  private boolean over;

  /**
   * @param lags who is told how far a shard is behind
   */
  KclRecordProcessor(
      Deliveries deliveries,
      KclPace pace,
      InstantSource clock,
      Pauses pauses,
      Function<String, ShardLag> lags) {
    this.deliveries = deliveries;
    this.pace = pace;
    this.clock = clock;
    this.pauses = pauses;
    this.lags = lags;
  }

  @Override
  public void initialize(InitializationInput input) {
    shard = input.shardId();
    lag = Optional.of(new LibraryLag(lags.apply(shard)));
  }

  @Override
  public void processRecords(ProcessRecordsInput input) {
    if (input.records().stream().anyMatch(KinesisClientRecord::aggregated)) {
      over = true;
      throw new IllegalStateException(
          "the library has opened an aggregate: give KclConsumer.keepingAggregates(...) to it as"
              + " its lifecycleConfig; nothing of shard "
              + shard
              + " is processed or checkpointed from here on");
    }
    if (over) {
      return;
    }
    handedOver(input, input.records().stream().map(KclRecordProcessor::source).toList());
    Instant until = clock.instant().plus(pace.patience());
    try {
      workOff(input.checkpointer(), until);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The library need not say how far behind it is; then nobody is told. */
  private void handedOver(ProcessRecordsInput input, List<SourceRecord> records) {
    backlog.add(records);
    Optional<SequenceNumber> last =
        records.isEmpty()
            ? Optional.empty()
            : Optional.of(records.get(records.size() - 1).position().sequenceNumber());
    Optional.ofNullable(input.millisBehindLatest())
        .map(Duration::ofMillis)
        .ifPresent(behind -> lag.ifPresent(told -> told.handedOver(last, behind, clock.instant())));
    tellLag();
  }

  private void tellLag() {
    lag.ifPresent(told -> told.tell(backlog.oldest(), clock.instant()));
  }

  private static SourceRecord source(KinesisClientRecord record) {
    byte[] data = new byte[record.data().remaining()];
    record.data().duplicate().get(data);
    return new SourceRecord(
        Position.of(record.sequenceNumber()),
        record.partitionKey(),
        record.approximateArrivalTimestamp(),
        Bytes.wrap(data));
  }

  /** Delivers until all is finished, the library's patience is over or the shard is lost. */
  private void workOff(RecordProcessorCheckpointer checkpointer, Instant until)
      throws InterruptedException {
    int failures = 0;
    while (backlog.size() > 0 && !over) {
      Optional<SequenceNumber> finished = deliver();
      unsaved = finished.or(() -> unsaved);
      save(checkpointer);
      tellLag();
      failures = finished.isPresent() ? 0 : failures + 1;
      boolean mayWait = clock.instant().isBefore(until) || backlog.size() > KclPace.MOST_WAITING;
      if (failures > 0 && !mayWait) {
        return;
      }
      if (failures > 0) {
        pauses.pause(pace.delay(failures));
      }
    }
  }

  private Optional<SequenceNumber> deliver() throws InterruptedException {
    List<SourceRecord> next = backlog.next(pace.batchSize());
    return switch (deliveries.deliver(shard, next)) {
      case News.Delivered delivered -> backlog.finished(next, delivered.lowestUnfinished());
      default -> Optional.empty();
    };
  }

  /** Tells the library how far all is finished. What fails is made up for with the next one. */
  private void save(RecordProcessorCheckpointer checkpointer) {
    if (unsaved.isEmpty()) {
      return;
    }
    try {
      checkpointer.checkpoint(unsaved.get().digits());
      unsaved = Optional.empty();
    } catch (ShutdownException e) {
      lost();
    } catch (KinesisClientLibException | RuntimeException e) {
      LOG.log(
          System.Logger.Level.WARNING,
          "the library has not taken the position in shard {0}; it will be told again: {1}",
          shard,
          e.getMessage());
    }
  }

  @Override
  public void leaseLost(LeaseLostInput input) {
    lost();
  }

  private void lost() {
    over = true;
    backlog.drop();
  }

  /** Returns when everything is finished: the shards that follow begin then. */
  @Override
  public void shardEnded(ShardEndedInput input) {
    try {
      workOff(input.checkpointer(), Instant.MAX);
      for (int failures = 1; !over; failures++) {
        over = isEndTold(input.checkpointer());
        if (!over) {
          pauses.pause(pace.delay(failures));
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean isEndTold(RecordProcessorCheckpointer checkpointer) {
    try {
      checkpointer.checkpoint();
      return true;
    } catch (ShutdownException e) {
      lost();
      return true;
    } catch (KinesisClientLibException | RuntimeException e) {
      LOG.log(
          System.Logger.Level.WARNING,
          "the library has not taken the end of shard {0}; it will be told again: {1}",
          shard,
          e.getMessage());
      return false;
    }
  }

  /** What is finished is saved already, or now; the rest is for the next owner. */
  @Override
  public void shutdownRequested(ShutdownRequestedInput input) {
    if (!over) {
      save(input.checkpointer());
    }
  }
}
