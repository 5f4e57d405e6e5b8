package dev.tidemark.poller.shard;

import dev.tidemark.checkpoint.SequenceNumber;
import dev.tidemark.checkpoint.SourceRecord;
import dev.tidemark.poller.lease.ShardPosition;
import dev.tidemark.poller.shard.ShardStep.News;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The reading of one shard by one worker, as a state machine: told what came of a step, it says
 * what the next one is.
 *
 * <p>As the event source mapping does, it delivers from the lowest unfinished record on again until
 * all of a batch is finished, and reads on only then. The position moves over finished records
 * only, and when the worker stops, what is finished is saved first. Not thread-safe.
 */
public final class ShardRun {

  private final ReadingPace pace;
  private final SaveProgress saves;
  private ShardPosition done;
  private Optional<String> cursor = Optional.empty();
  private List<SourceRecord> pending = List.of();
  private boolean readToTheEnd;
  private int failures;
  private Duration pause = Duration.ZERO;
  private Optional<Duration> behind = Optional.empty();
  private Instant readAt = Instant.MIN;

  /**
   * @param from how far the shard is finished
   */
  public ShardRun(ShardPosition from, ReadingPace pace, SaveRule saveRule, Instant now) {
    this.pace = pace;
    this.done = from;
    this.saves = new SaveProgress(from, saveRule, now);
  }

  /** Takes what came of the last step and says what to do next. */
  public ShardStep next(News news, Instant now) {
    take(news, now);
    Duration wait = pause;
    pause = Duration.ZERO;
    if (!wait.isZero()) {
      return new ShardStep.Pause(wait);
    }
    if (readToTheEnd && pending.isEmpty()) {
      done = new ShardPosition.Ended();
      return saves.isSaved(done) ? new ShardStep.Over() : new ShardStep.Save(done);
    }
    if (saves.isDue(now)) {
      return new ShardStep.Save(done);
    }
    if (!pending.isEmpty()) {
      return new ShardStep.Deliver(pending);
    }
    return cursor
        .<ShardStep>map(from -> new ShardStep.Read(from, pace.batchSize()))
        .orElseGet(() -> new ShardStep.Open(done));
  }

  /**
   * The same when the worker stops: saves what is finished, once, and is over. What is read and
   * unfinished is read again by the next worker.
   */
  public ShardStep nextWhenStopping(News news, Instant now) {
    take(news, now);
    boolean hopeless = news instanceof News.SaveFailed;
    if (readToTheEnd && pending.isEmpty()) {
      done = new ShardPosition.Ended();
    }
    return hopeless || saves.isSaved(done) ? new ShardStep.Over() : new ShardStep.Save(done);
  }

  /**
   * How far it is behind the newest record of the shard, as the stream said with the last read; the
   * time since then counts as well while what was read is not finished, or no more can be read.
   * Absent before the first read.
   */
  public Optional<Duration> behind(Instant now) {
    boolean isHeldUp = !pending.isEmpty() || (failures > 0 && !readToTheEnd);
    return behind.map(then -> isHeldUp ? then.plus(Duration.between(readAt, now)) : then);
  }

  private void take(News news, Instant now) {
    switch (news) {
      case News.Begun begun -> {}
      case News.Opened opened -> cursor = Optional.of(opened.cursor());
      case News.Got got -> got(got, now);
      case News.CursorExpired expired -> cursor = Optional.empty();
      case News.ReadFailed failed -> backOff();
      case News.Delivered delivered -> delivered(delivered.lowestUnfinished(), now);
      case News.DeliveryFailed failed -> backOff();
      case News.Saved saved -> saves.saved(done, now);
      case News.SaveFailed failed -> saveFailed(now);
      case News.Paused paused -> {}
    }
  }

  private void got(News.Got got, Instant now) {
    failures = 0;
    behind = Optional.of(got.behind());
    readAt = now;
    pending = got.records();
    cursor = got.next();
    readToTheEnd = got.next().isEmpty();
    if (pending.isEmpty() && !readToTheEnd) {
      pause = got.behind().isZero() ? pace.idle() : ReadingPace.BETWEEN_READS;
    }
  }

  /** A number that is not of this batch fails the whole of it, as the mapping has it. */
  private void delivered(Optional<SequenceNumber> lowestUnfinished, Instant now) {
    int finished = lowestUnfinished.map(this::indexOf).orElse(pending.size());
    if (finished > 0) {
      SequenceNumber last = pending.get(finished - 1).position().sequenceNumber();
      done = new ShardPosition.After(last);
      saves.finished(finished, now);
      failures = 0;
    }
    pending = pending.subList(finished, pending.size());
    if (!pending.isEmpty()) {
      backOff();
    }
  }

  private int indexOf(SequenceNumber number) {
    for (int i = 0; i < pending.size(); i++) {
      if (pending.get(i).position().sequenceNumber().equals(number)) {
        return i;
      }
    }
    return 0;
  }

  private void saveFailed(Instant now) {
    saves.failed(now);
    if (readToTheEnd && pending.isEmpty()) {
      backOff();
    }
  }

  private void backOff() {
    failures++;
    pause = pace.delay(failures);
  }
}
