package dev.tidemark.poller.shard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.checkpoint.Bytes;
import dev.tidemark.checkpoint.Position;
import dev.tidemark.checkpoint.SequenceNumber;
import dev.tidemark.checkpoint.SourceRecord;
import dev.tidemark.poller.lease.ShardPosition;
import dev.tidemark.poller.shard.ShardStep.News;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ShardRunTest {

  private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final ShardPosition HORIZON = new ShardPosition.Horizon();
  private static final ReadingPace PACE =
      new ReadingPace(10, SECOND, Duration.ofMillis(500), Duration.ofSeconds(4));
  private static final SaveRule RULE =
      new SaveRule(SECOND, 3, Duration.ofSeconds(60), Duration.ZERO);

  private Instant now = BEGIN;
  private final ShardRun run = new ShardRun(HORIZON, PACE, RULE, now);

  private ShardStep tell(News news) {
    return run.next(news, now);
  }

  private static List<SourceRecord> records(int from, int to) {
    return IntStream.rangeClosed(from, to).mapToObj(ShardRunTest::record).toList();
  }

  private static SourceRecord record(int number) {
    var data = Bytes.copyOf("data".getBytes(StandardCharsets.UTF_8));
    return new SourceRecord(Position.of(String.valueOf(number)), "key", BEGIN, data);
  }

  private static News.Got got(List<SourceRecord> records) {
    return got(records, Duration.ZERO);
  }

  private static News.Got end(List<SourceRecord> records) {
    return new News.Got(records, Optional.empty(), Duration.ZERO);
  }

  private static News.Delivered upTo(int lowestUnfinished) {
    return new News.Delivered(Optional.of(SequenceNumber.of(lowestUnfinished)));
  }

  private static final News ALL = new News.Delivered(Optional.empty());

  private static ShardPosition after(int number) {
    return new ShardPosition.After(SequenceNumber.of(number));
  }

  private static ShardStep pause(long millis) {
    return new ShardStep.Pause(Duration.ofMillis(millis));
  }

  private void readTo(List<SourceRecord> records) {
    readTo(records, Duration.ZERO);
  }

  private void readTo(List<SourceRecord> records, Duration behind) {
    assertThat(tell(new News.Begun())).isEqualTo(new ShardStep.Open(HORIZON));
    assertThat(tell(new News.Opened("first"))).isEqualTo(new ShardStep.Read("first", 10));
    assertThat(tell(got(records, behind))).isEqualTo(new ShardStep.Deliver(records));
  }

  private static News.Got got(List<SourceRecord> records, Duration behind) {
    return new News.Got(records, Optional.of("next"), behind);
  }

  @Test
  void itIsAsFarBehindAsTheStreamSaysOnceWhatWasReadIsFinished() {
    assertThat(run.behind(now)).isEmpty();

    readTo(records(1, 5), SECOND.multipliedBy(30));
    assertThat(run.behind(now)).contains(SECOND.multipliedBy(30));
    tell(ALL);
    now = now.plus(SECOND);

    assertThat(run.behind(now)).contains(SECOND.multipliedBy(30));
    tell(got(List.of(), Duration.ZERO));
    now = now.plus(SECOND);
    assertThat(run.behind(now)).contains(Duration.ZERO);
  }

  @Test
  void whileRecordsFailItGetsFurtherBehindAlthoughNothingIsRead() {
    readTo(records(1, 5), SECOND.multipliedBy(30));

    for (int failures = 1; failures <= 3; failures++) {
      now = now.plus(SECOND.multipliedBy(10));
      tell(upTo(1));
      assertThat(run.behind(now)).contains(SECOND.multipliedBy(30 + 10 * failures));
      tell(new News.Paused());
    }
  }

  @Test
  void whileTheStreamCannotBeReadItGetsFurtherBehind() {
    readTo(List.of(record(1)), Duration.ZERO);
    tell(ALL);

    tell(new News.ReadFailed());
    now = now.plus(SECOND.multipliedBy(7));

    assertThat(run.behind(now)).contains(SECOND.multipliedBy(7));
    tell(new News.Paused());
    tell(got(List.of(), Duration.ZERO));
    assertThat(run.behind(now)).contains(Duration.ZERO);
  }

  @Test
  void aShardThatIsReadToItsEndIsNoFurtherBehindWhenThatCannotBeSaved() {
    tell(new News.Begun());
    tell(new News.Opened("first"));
    tell(new News.Got(List.of(), Optional.empty(), Duration.ZERO));

    tell(new News.SaveFailed());
    now = now.plus(SECOND.multipliedBy(7));

    assertThat(run.behind(now)).contains(Duration.ZERO);
  }

  @Test
  void whatIsUnfinishedIsDeliveredAgainBeforeMoreIsRead() {
    readTo(records(1, 5));

    assertThat(tell(upTo(3))).isEqualTo(pause(500));
    assertThat(tell(new News.Paused())).isEqualTo(new ShardStep.Deliver(records(3, 5)));
    assertThat(tell(ALL)).isEqualTo(new ShardStep.Read("next", 10));
  }

  @Test
  void theWaitBeforeTheNextTryDoublesUpToItsLimitUntilSomethingIsFinished() {
    readTo(records(1, 5));

    assertThat(tell(upTo(1))).isEqualTo(pause(500));
    tell(new News.Paused());
    assertThat(tell(new News.DeliveryFailed())).isEqualTo(pause(1_000));
    tell(new News.Paused());
    assertThat(tell(upTo(1))).isEqualTo(pause(2_000));
    tell(new News.Paused());
    assertThat(tell(upTo(1))).isEqualTo(pause(4_000));
    tell(new News.Paused());
    assertThat(tell(upTo(1))).isEqualTo(pause(4_000));
    tell(new News.Paused());
    assertThat(tell(upTo(4))).isEqualTo(pause(500));
  }

  @Test
  void aNumberThatIsNotOfTheBatchFailsTheWholeOfIt() {
    readTo(records(1, 5));

    assertThat(tell(upTo(77))).isEqualTo(pause(500));
    assertThat(tell(new News.Paused())).isEqualTo(new ShardStep.Deliver(records(1, 5)));
  }

  @Test
  void withNothingNewItWaitsAndWithMoreBehindItWaitsOnlyAsLongAsReadsMustBeApart() {
    readTo(records(1, 1));
    tell(ALL);

    assertThat(tell(got(List.of()))).isEqualTo(pause(1_000));
    tell(new News.Paused());
    assertThat(tell(new News.Got(List.of(), Optional.of("next"), SECOND))).isEqualTo(pause(200));
  }

  @Test
  void anExpiredCursorIsTakenAnewBehindWhatIsFinished() {
    readTo(records(1, 2));
    tell(ALL);

    assertThat(tell(new News.CursorExpired())).isEqualTo(new ShardStep.Open(after(2)));
  }

  @Test
  void aReadThatFailsIsTriedAgainLater() {
    tell(new News.Begun());
    tell(new News.Opened("first"));

    assertThat(tell(new News.ReadFailed())).isEqualTo(pause(500));
    assertThat(tell(new News.Paused())).isEqualTo(new ShardStep.Read("first", 10));
  }

  @Test
  void thePositionIsSavedOnceSoManyRecordsAreFinished() {
    readTo(records(1, 2));
    now = now.plus(SECOND);
    assertThat(tell(ALL)).isInstanceOf(ShardStep.Read.class);
    tell(got(records(3, 3)));
    now = now.plus(SECOND);

    assertThat(tell(ALL)).isEqualTo(new ShardStep.Save(after(3)));
    assertThat(tell(new News.Saved())).isInstanceOf(ShardStep.Read.class);
  }

  @Test
  void thePositionIsLookedAtNoMoreOftenThanTheFrequency() {
    readTo(records(1, 5));

    assertThat(tell(ALL)).isInstanceOf(ShardStep.Read.class);
    now = now.plus(SECOND);
    assertThat(tell(got(List.of()))).isInstanceOf(ShardStep.Pause.class);
    assertThat(tell(new News.Paused())).isEqualTo(new ShardStep.Save(after(5)));
  }

  @Test
  void thePositionIsSavedOnceARecordIsFinishedForSoLong() {
    readTo(records(1, 1));
    tell(ALL);
    tell(got(List.of()));
    now = now.plusSeconds(59);
    assertThat(tell(new News.Paused())).isInstanceOf(ShardStep.Read.class);
    tell(got(List.of()));
    now = now.plusSeconds(1);

    assertThat(tell(new News.Paused())).isEqualTo(new ShardStep.Save(after(1)));
  }

  @Test
  void betweenTwoSavesThereIsAtLeastTheMinimumPause() {
    var rule = new SaveRule(SECOND, 1, SECOND, Duration.ofSeconds(30));
    var paused = new ShardRun(HORIZON, PACE, rule, now);
    paused.next(new News.Begun(), now);
    paused.next(new News.Opened("first"), now);
    paused.next(got(records(1, 1)), now);
    assertThat(paused.next(ALL, now.plusSeconds(1))).isEqualTo(new ShardStep.Save(after(1)));
    paused.next(new News.Saved(), now.plusSeconds(1));
    paused.next(got(records(2, 2)), now.plusSeconds(2));

    assertThat(paused.next(ALL, now.plusSeconds(30))).isInstanceOf(ShardStep.Read.class);
    paused.next(got(List.of()), now.plusSeconds(30));
    assertThat(paused.next(new News.Paused(), now.plusSeconds(31)))
        .isEqualTo(new ShardStep.Save(after(2)));
  }

  @Test
  void aSaveThatFailsIsMadeUpForByALaterOne() {
    readTo(records(1, 3));
    now = now.plus(SECOND);
    assertThat(tell(ALL)).isEqualTo(new ShardStep.Save(after(3)));

    assertThat(tell(new News.SaveFailed())).isInstanceOf(ShardStep.Read.class);
    now = now.plus(SECOND);
    assertThat(tell(got(List.of()))).isInstanceOf(ShardStep.Pause.class);
    assertThat(tell(new News.Paused())).isEqualTo(new ShardStep.Save(after(3)));
  }

  @Test
  void atItsEndTheShardIsSavedAsEndedAndOnlyThenOver() {
    tell(new News.Begun());
    tell(new News.Opened("first"));
    tell(end(records(1, 2)));

    assertThat(tell(upTo(2))).isEqualTo(pause(500));
    assertThat(tell(new News.Paused())).isEqualTo(new ShardStep.Deliver(records(2, 2)));
    assertThat(tell(ALL)).isEqualTo(new ShardStep.Save(new ShardPosition.Ended()));
    assertThat(tell(new News.SaveFailed())).isEqualTo(pause(500));
    assertThat(tell(new News.Paused())).isEqualTo(new ShardStep.Save(new ShardPosition.Ended()));
    assertThat(tell(new News.Saved())).isEqualTo(new ShardStep.Over());
  }

  @Test
  void whoStopsSavesWhatIsFinishedAndDeliversNothingMore() {
    readTo(records(1, 5));

    assertThat(run.nextWhenStopping(upTo(4), now)).isEqualTo(new ShardStep.Save(after(3)));
    assertThat(run.nextWhenStopping(new News.Saved(), now)).isEqualTo(new ShardStep.Over());
  }

  @Test
  void whoStopsWithNothingNewSavesNothing() {
    tell(new News.Begun());

    assertThat(run.nextWhenStopping(new News.Opened("first"), now)).isEqualTo(new ShardStep.Over());
  }

  @Test
  void whoCannotSaveWhileStoppingStopsAllTheSame() {
    readTo(records(1, 5));
    run.nextWhenStopping(ALL, now);

    assertThat(run.nextWhenStopping(new News.SaveFailed(), now)).isEqualTo(new ShardStep.Over());
  }
}
