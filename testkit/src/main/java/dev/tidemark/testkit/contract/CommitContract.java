package dev.tidemark.testkit.contract;

import static dev.tidemark.testkit.contract.CountingStore.freshCounter;
import static dev.tidemark.testkit.contract.Samples.created;
import static dev.tidemark.testkit.contract.Samples.freshShard;
import static dev.tidemark.testkit.contract.Samples.id;
import static dev.tidemark.testkit.contract.Samples.next;
import static dev.tidemark.testkit.contract.Samples.owner;
import static dev.tidemark.testkit.contract.Samples.row;
import static dev.tidemark.testkit.contract.Samples.succeeded;
import static dev.tidemark.testkit.contract.Samples.with;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.checkpoint.BatchStatus;
import dev.tidemark.checkpoint.store.BatchRow;
import dev.tidemark.checkpoint.store.CommitReply;
import dev.tidemark.checkpoint.store.Effects;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a store does with a row and effects in one transaction, one at a time. */
interface CommitContract extends CountingStore {

  /** As many writes as the contract tries at once with a store that takes any number. */
  int MANY = 250;

  @Test
  default void theFirstRevisionIsCreatedWithItsEffects() {
    BatchRow row = with(row(freshShard(), "c-1", 10, 19), succeeded(0, 1));
    String one = freshCounter();
    String two = freshCounter();

    CommitReply reply = store().commit(row, List.of(count(one), countOnce(two)));

    assertThat(reply).isEqualTo(new CommitReply.Committed());
    assertThat(stored(row)).contains(row);
    assertThat(counted(one)).isEqualTo(1);
    assertThat(counted(two)).isEqualTo(1);
  }

  @Test
  default void aLaterRevisionReplacesTheRowWholeWithItsEffects() {
    BatchRow row = created(store(), with(row(freshShard(), "c-1", 10, 19), succeeded(0, 9)));
    BatchRow done = next(with(with(row, BatchStatus.FAILED), succeeded(4)));
    String counter = freshCounter();

    CommitReply reply = store().commit(done, List.of(count(counter)));

    assertThat(reply).isEqualTo(new CommitReply.Committed());
    assertThat(stored(row)).contains(done);
    assertThat(counted(counter)).isEqualTo(1);
  }

  @Test
  default void commitsFollowEachOtherAndPlainWritesOfTheSameOwner() {
    BatchRow first = row(freshShard(), "c-1", 10, 19);
    BatchRow second = next(with(first, succeeded(0)));
    BatchRow third = next(with(second, succeeded(0, 1)));
    String counter = freshCounter();

    store().commit(first, List.of(count(counter)));
    store().replace(second);
    store().commit(third, List.of(count(counter)));

    assertThat(stored(first)).contains(third);
    assertThat(counted(counter)).isEqualTo(2);
  }

  @Test
  default void aCommitOfNoEffectsWritesTheRow() {
    BatchRow row = row(freshShard(), "c-1", 10, 19);

    assertThat(store().commit(row, List.of())).isEqualTo(new CommitReply.Committed());
    assertThat(store().commit(next(row), List.of())).isEqualTo(new CommitReply.Committed());
    assertThat(stored(row)).contains(next(row));
  }

  @Test
  default void aFirstRevisionIsFencedByAnyRowThatIsThere() {
    BatchRow row = row(freshShard(), "c-1", 10, 19);
    BatchRow fence = created(store(), with(with(row, BatchStatus.ABANDONED), owner("r", 2, 1)));
    String counter = freshCounter();

    CommitReply reply = store().commit(row, List.of(count(counter)));

    assertThat(reply).isEqualTo(new CommitReply.Fenced(Optional.of(fence)));
    assertUntouched(row, Optional.of(fence), counter);
  }

  @Test
  default void aZombieChangesNeitherRowNorCounters() {
    BatchRow row = created(store(), row(freshShard(), "c-1", 10, 19));
    store().takeOver(row, id("c-2"), TakeOverContract.NEXT_LEASE);
    BatchRow asItIs = stored(row).orElseThrow();
    String counter = freshCounter();

    CommitReply reply =
        store().commit(next(with(row, BatchStatus.SUCCEEDED)), List.of(count(counter)));

    assertThat(reply).isEqualTo(new CommitReply.Fenced(Optional.of(asItIs)));
    assertUntouched(row, Optional.of(asItIs), counter);
  }

  @Test
  default void aCommitThatSkipsARevisionIsFenced() {
    BatchRow row = created(store(), row(freshShard(), "c-1", 10, 19));
    String counter = freshCounter();

    CommitReply reply = store().commit(next(next(row)), List.of(count(counter)));

    assertThat(reply).isEqualTo(new CommitReply.Fenced(Optional.of(row)));
    assertUntouched(row, Optional.of(row), counter);
  }

  @Test
  default void aCommitOnARowThatIsGoneIsFencedByNothing() {
    BatchRow absent = next(row(freshShard(), "c-1", 10, 19));
    String counter = freshCounter();

    CommitReply reply = store().commit(absent, List.of(count(counter)));

    assertThat(reply).isEqualTo(new CommitReply.Fenced(Optional.empty()));
    assertUntouched(absent, Optional.empty(), counter);
  }

  @Test
  default void aSecondTryToCommitFindsItsOwnRowAndCountsNothingAgain() {
    BatchRow first = row(freshShard(), "c-1", 10, 19);
    BatchRow second = next(with(first, succeeded(0)));
    String counter = freshCounter();

    store().commit(first, List.of(count(counter)));
    CommitReply firstAgain = store().commit(first, List.of(count(counter)));
    store().commit(second, List.of(count(counter)));
    CommitReply secondAgain = store().commit(second, List.of(count(counter)));

    assertThat(firstAgain).isEqualTo(new CommitReply.Fenced(Optional.of(first)));
    assertThat(secondAgain).isEqualTo(new CommitReply.Fenced(Optional.of(second)));
    assertThat(counted(counter)).isEqualTo(2);
  }

  @Test
  default void aLateCommitDoesNotUndoANewerWrite() {
    BatchRow row = created(store(), row(freshShard(), "c-1", 10, 19));
    BatchRow late = next(with(row, succeeded(0)));
    BatchRow newer = next(with(late, succeeded(0, 1)));
    store().replace(late);
    store().replace(newer);
    String counter = freshCounter();

    CommitReply reply = store().commit(late, List.of(count(counter)));

    assertThat(reply).isEqualTo(new CommitReply.Fenced(Optional.of(newer)));
    assertUntouched(row, Optional.of(newer), counter);
  }

  @Test
  default void asManyWritesAsTheLimitSaysAreOneCommit() {
    BatchRow row = row(freshShard(), "c-1", 10, 19);
    int size = Math.min(store().effectLimits().size(), MANY);
    List<String> counters = Stream.generate(CountingStore::freshCounter).limit(size).toList();
    List<Effects> effects = counters.stream().map(this::count).toList();

    assertThat(store().effectLimits().fit(effects)).isEqualTo(size);
    assertThat(store().commit(row, effects)).isEqualTo(new CommitReply.Committed());
    assertThat(counters).allMatch(counter -> counted(counter) == 1);
  }

  @Test
  default void aCounterThatTwoEffectsWriteToIsWrittenTwiceOrTheyDoNotFit() {
    BatchRow row = row(freshShard(), "c-1", 10, 19);
    String counter = freshCounter();
    List<Effects> both = List.of(count(counter), count(counter));

    int fitting = store().effectLimits().fit(both);
    store().commit(row, both.subList(0, fitting));
    store().commit(next(row), both.subList(fitting, 2));

    assertThat(fitting).isBetween(1, 2);
    assertThat(counted(counter)).isEqualTo(2);
  }
}
