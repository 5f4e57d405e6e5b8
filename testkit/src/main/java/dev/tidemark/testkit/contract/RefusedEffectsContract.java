package dev.tidemark.testkit.contract;

import static dev.tidemark.testkit.contract.CountingStore.freshCounter;
import static dev.tidemark.testkit.contract.Samples.created;
import static dev.tidemark.testkit.contract.Samples.freshShard;
import static dev.tidemark.testkit.contract.Samples.id;
import static dev.tidemark.testkit.contract.Samples.next;
import static dev.tidemark.testkit.contract.Samples.row;
import static dev.tidemark.testkit.contract.Samples.succeeded;
import static dev.tidemark.testkit.contract.Samples.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tidemark.checkpoint.RecordError;
import dev.tidemark.checkpoint.store.BatchRow;
import dev.tidemark.checkpoint.store.CommitReply;
import dev.tidemark.checkpoint.store.EffectLimits;
import dev.tidemark.checkpoint.store.Effects;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a store does with effects that it will not take. */
interface RefusedEffectsContract extends CountingStore {

  /** Effects of no store. */
  record Foreign(int size, long bytes) implements Effects {
    @Override
    public Set<String> targets() {
      return Set.of();
    }
  }

  @Test
  default void aConditionThatDoesNotHoldIsNamedAndNothingIsWritten() {
    BatchRow row = row(freshShard(), "c-1", 10, 19);
    String once = counted(row);
    String before = freshCounter();
    String behind = freshCounter();
    BatchRow saved = next(with(row, succeeded(0, 1, 2)));

    CommitReply reply =
        store().commit(saved, List.of(count(before), countOnce(once), count(behind)));

    assertThat(refused(reply)).containsOnlyKeys(1);
    assertUntouched(row, Optional.of(row), before, behind);
    assertThat(counted(once)).isEqualTo(1);
  }

  /** Commits the row with a counter, and gives back the counter. */
  private String counted(BatchRow row) {
    String counter = freshCounter();
    assertThat(store().commit(row, List.of(countOnce(counter))))
        .isEqualTo(new CommitReply.Committed());
    return counter;
  }

  private static Map<Integer, RecordError> refused(CommitReply reply) {
    assertThat(reply).isInstanceOf(CommitReply.Refused.class);
    return ((CommitReply.Refused) reply).reasons();
  }

  @Test
  default void aFirstRevisionWithRefusedEffectsIsNotCreated() {
    String once = counted(row(freshShard(), "c-1", 10, 19));
    BatchRow row = row(freshShard(), "c-1", 10, 19);

    CommitReply reply = store().commit(row, List.of(countOnce(once)));

    assertThat(refused(reply)).containsOnlyKeys(0);
    assertUntouched(row, Optional.empty());
  }

  @Test
  default void effectsOfSeveralWritesAreRefusedForAnyOfThem() {
    BatchRow row = row(freshShard(), "c-1", 10, 19);
    String once = counted(row);
    String before = freshCounter();
    String beside = freshCounter();

    CommitReply reply =
        store().commit(next(row), List.of(count(before, freshCounter()), countOnce(beside, once)));

    assertThat(refused(reply)).containsOnlyKeys(1);
    assertUntouched(row, Optional.of(row), before, beside);
  }

  @Test
  default void ofSeveralRefusedEffectsAtLeastOneIsNamedAndNoOther() {
    BatchRow row = row(freshShard(), "c-1", 10, 19);
    String once = counted(row);
    String other = counted(row(freshShard(), "c-1", 10, 19));
    String counter = freshCounter();

    CommitReply reply =
        store().commit(next(row), List.of(countOnce(once), count(counter), countOnce(other)));

    assertThat(refused(reply).keySet()).isNotEmpty().isSubsetOf(0, 2);
    assertUntouched(row, Optional.of(row), counter);
  }

  @Test
  default void theSameRevisionIsCommittedWithoutWhatWasRefused() {
    BatchRow row = row(freshShard(), "c-1", 10, 19);
    String once = counted(row);
    String counter = freshCounter();
    store().commit(next(row), List.of(count(counter), countOnce(once)));

    CommitReply reply = store().commit(next(row), List.of(count(counter)));

    assertThat(reply).isEqualTo(new CommitReply.Committed());
    assertThat(stored(row)).contains(next(row));
    assertThat(counted(counter)).isEqualTo(1);
  }

  @Test
  default void aReasonSaysSomethingAndNothingOfTheData() {
    BatchRow row = row(freshShard(), "c-1", 10, 19);
    String once = counted(row);

    CommitReply reply = store().commit(next(row), List.of(countOnce(once)));

    RecordError reason = refused(reply).values().iterator().next();
    assertThat(reason.type()).isNotBlank();
    assertThat(reason.message()).isNotBlank();
    assertThat(reason.toString()).doesNotContain(once);
  }

  @Test
  default void aZombieIsFencedAlsoWhenItsEffectsWouldBeRefused() {
    BatchRow row = row(freshShard(), "c-1", 10, 19);
    String once = counted(row);
    store().takeOver(row, id("c-2"), TakeOverContract.NEXT_LEASE);
    BatchRow asItIs = stored(row).orElseThrow();

    CommitReply reply = store().commit(next(row), List.of(countOnce(once)));

    assertThat(reply).isEqualTo(new CommitReply.Fenced(Optional.of(asItIs)));
    assertUntouched(row, Optional.of(asItIs));
  }

  @Test
  default void aSecondTryIsFencedAlsoWhenTheFirstMadeItsEffectsRefused() {
    BatchRow row = created(store(), row(freshShard(), "c-1", 10, 19));
    String once = freshCounter();
    store().commit(next(row), List.of(countOnce(once)));

    CommitReply reply = store().commit(next(row), List.of(countOnce(once)));

    assertThat(reply).isEqualTo(new CommitReply.Fenced(Optional.of(next(row))));
    assertThat(counted(once)).isEqualTo(1);
  }

  @Test
  default void effectsOfAnotherStoreAreRefused() {
    BatchRow row = row(freshShard(), "c-1", 10, 19);
    String counter = freshCounter();

    CommitReply reply = store().commit(row, List.of(count(counter), new Foreign(1, 1)));

    assertThat(refused(reply)).containsOnlyKeys(1);
    assertUntouched(row, Optional.empty(), counter);
  }

  @Test
  default void moreThanTheLimitsIsAMistakeOfTheCaller() {
    BatchRow row = row(freshShard(), "c-1", 10, 19);
    EffectLimits limits = store().effectLimits();
    String counter = freshCounter();
    var manyWrites = new Foreign(limits.size(), 1);
    var manyBytes = new Foreign(1, limits.bytes());

    assertThatIllegalArgumentException()
        .isThrownBy(() -> store().commit(row, List.of(count(counter), manyWrites)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> store().commit(row, List.of(count(counter), manyBytes)));
    assertUntouched(row, Optional.empty(), counter);
  }
}
