package dev.tidemark.poller.lease;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.checkpoint.SequenceNumber;
import dev.tidemark.poller.StartPoint;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The eight rows: checkpoints on or off, a start point given or not, a position saved or not. */
class StartRuleTest {

  private static final Instant NOW = Instant.parse("2026-01-02T00:00:00Z");
  private static final Instant POINT = Instant.parse("2026-01-01T00:00:00Z");

  private static final Optional<StartPoint> GIVEN = Optional.of(new StartPoint.At(POINT));
  private static final Optional<StartPoint> NOT_GIVEN = Optional.empty();
  private static final ShardPosition THE_SAVED = new ShardPosition.After(SequenceNumber.of(7));
  private static final Optional<ShardPosition> SAVED = Optional.of(THE_SAVED);
  private static final Optional<ShardPosition> NOT_SAVED = Optional.empty();

  private static final ShardPosition THE_BEGINNING = new ShardPosition.Horizon();
  private static final ShardPosition THE_POINT = new ShardPosition.At(POINT);

  @Test
  void offNotGivenNotSavedBeginsAtTheBeginning() {
    assertThat(StartRule.WITHOUT_CHECKPOINTS.begin(NOT_GIVEN, NOT_SAVED, NOW))
        .isEqualTo(THE_BEGINNING);
  }

  @Test
  void offNotGivenSavedBeginsAtTheBeginning() {
    assertThat(StartRule.WITHOUT_CHECKPOINTS.begin(NOT_GIVEN, SAVED, NOW)).isEqualTo(THE_BEGINNING);
  }

  @Test
  void offGivenNotSavedBeginsAtTheStartPoint() {
    assertThat(StartRule.WITHOUT_CHECKPOINTS.begin(GIVEN, NOT_SAVED, NOW)).isEqualTo(THE_POINT);
  }

  @Test
  void offGivenSavedBeginsAtTheStartPoint() {
    assertThat(StartRule.WITHOUT_CHECKPOINTS.begin(GIVEN, SAVED, NOW)).isEqualTo(THE_POINT);
  }

  @Test
  void onNotGivenNotSavedBeginsAtTheBeginning() {
    assertThat(StartRule.WITH_CHECKPOINTS.begin(NOT_GIVEN, NOT_SAVED, NOW))
        .isEqualTo(THE_BEGINNING);
  }

  @Test
  void onNotGivenSavedBeginsBehindTheSavedPosition() {
    assertThat(StartRule.WITH_CHECKPOINTS.begin(NOT_GIVEN, SAVED, NOW)).isEqualTo(THE_SAVED);
  }

  @Test
  void onGivenNotSavedBeginsAtTheStartPoint() {
    assertThat(StartRule.WITH_CHECKPOINTS.begin(GIVEN, NOT_SAVED, NOW)).isEqualTo(THE_POINT);
  }

  @Test
  void onGivenSavedBeginsBehindTheSavedPosition() {
    assertThat(StartRule.WITH_CHECKPOINTS.begin(GIVEN, SAVED, NOW)).isEqualTo(THE_SAVED);
  }

  @Test
  void latestIsTheTimeOfTheFirstStart() {
    Optional<StartPoint> latest = Optional.of(new StartPoint.Latest());

    assertThat(StartRule.WITH_CHECKPOINTS.begin(latest, NOT_SAVED, NOW))
        .isEqualTo(new ShardPosition.At(NOW));
  }

  @Test
  void aShardThatComesLaterBeginsWhereTheFirstOnesBegan() {
    var early = ShardLease.first("a", List.of(), new ShardPosition.At(POINT));
    var late = ShardLease.first("b", List.of(), new ShardPosition.At(NOW));

    assertThat(StartRule.earliestStart(List.of(late, early))).contains(THE_POINT);
    assertThat(StartRule.earliestStart(List.of())).isEmpty();
  }
}
