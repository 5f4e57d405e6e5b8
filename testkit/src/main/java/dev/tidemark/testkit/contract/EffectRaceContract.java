package dev.tidemark.testkit.contract;

import static dev.tidemark.testkit.contract.CountingStore.freshCounter;
import static dev.tidemark.testkit.contract.Samples.created;
import static dev.tidemark.testkit.contract.Samples.freshShard;
import static dev.tidemark.testkit.contract.Samples.id;
import static dev.tidemark.testkit.contract.Samples.next;
import static dev.tidemark.testkit.contract.Samples.owner;
import static dev.tidemark.testkit.contract.Samples.row;
import static dev.tidemark.testkit.contract.Samples.with;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.checkpoint.BatchStatus;
import dev.tidemark.checkpoint.store.BatchRow;
import dev.tidemark.checkpoint.store.CommitReply;
import dev.tidemark.checkpoint.store.Effects;
import dev.tidemark.checkpoint.store.StoreException;
import dev.tidemark.checkpoint.store.TakeOverReply;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** What a store does when several commit at the same time, with real threads. */
interface EffectRaceContract extends CountingStore {

  int COMMIT_ROUNDS = 10;
  int COMMITTERS = 4;
  int PATIENCE = 1_000;

  @Test
  default void ofManyOwnersThatCommitTheFirstRevisionOneLands() {
    for (int round = 0; round < COMMIT_ROUNDS; round++) {
      BatchRow row = row(freshShard(), "c-1", 10, 19);
      String counter = freshCounter();

      List<CommitReply> replies =
          Race.run(
              COMMITTERS,
              racer -> commit(with(row, owner("r-" + racer, 2, 1)), List.of(count(counter))));

      BatchRow stored = stored(row).orElseThrow();
      assertThat(replies).filteredOn(EffectRaceContract::hasLanded).hasSize(1);
      assertThat(replies)
          .filteredOn(reply -> !hasLanded(reply))
          .allMatch(reply -> reply.equals(new CommitReply.Fenced(Optional.of(stored))));
      assertThat(counted(counter)).isEqualTo(1);
    }
  }

  private static boolean hasLanded(CommitReply reply) {
    return reply instanceof CommitReply.Committed;
  }

  /** Tries until there is an answer; a try that had landed without one is a commit, too. */
  private CommitReply commit(BatchRow row, List<Effects> effects) {
    CommitReply reply = answer(() -> store().commit(row, effects));
    return reply.equals(new CommitReply.Fenced(Optional.of(row)))
        ? new CommitReply.Committed()
        : reply;
  }

  /** Stores may tell those who are in each other's way to try again. */
  private static <R> R answer(Supplier<R> call) {
    for (int i = 1; i < PATIENCE; i++) {
      try {
        return call.get();
      } catch (StoreException e) {
        assertThat(e.kind()).isEqualTo(StoreException.Kind.TRANSIENT);
        Thread.onSpinWait();
      }
    }
    return call.get();
  }

  @Test
  default void ofACommitAndATakeOverAtTheSameTimeOnePasses() {
    for (int round = 0; round < COMMIT_ROUNDS; round++) {
      BatchRow row = created(store(), row(freshShard(), "c-1", 10, 19));
      BatchRow done = next(with(row, BatchStatus.SUCCEEDED));
      String counter = freshCounter();

      List<Object> replies =
          Race.run(
              2,
              racer ->
                  racer == 0
                      ? commit(done, List.of(count(counter)))
                      : answer(
                          () -> store().takeOver(row, id("r-1"), TakeOverContract.NEXT_LEASE)));

      BatchRow stored = stored(row).orElseThrow();
      boolean isDone = stored.equals(done);
      assertThat(replies)
          .containsExactly(
              isDone ? new CommitReply.Committed() : new CommitReply.Fenced(Optional.of(stored)),
              isDone
                  ? new TakeOverReply.Refused(Optional.of(stored))
                  : new TakeOverReply.Taken(stored));
      assertThat(counted(counter)).isEqualTo(isDone ? 1 : 0);
    }
  }

  @Test
  default void theSameCommitOnSeveralWaysCountsOnce() {
    for (int round = 0; round < COMMIT_ROUNDS; round++) {
      BatchRow row = created(store(), row(freshShard(), "c-1", 10, 19));
      String counter = freshCounter();

      List<CommitReply> replies =
          Race.run(COMMITTERS, racer -> commit(next(row), List.of(count(counter))));

      assertThat(replies).allMatch(EffectRaceContract::hasLanded);
      assertThat(counted(counter)).isEqualTo(1);
    }
  }

  @Test
  default void noCountOfManyBatchesIsLost() {
    String counter = freshCounter();
    int commitsEach = 10;

    Race.run(
        COMMITTERS,
        racer -> {
          BatchRow row = row(freshShard(), "c-" + racer, 10, 19);
          for (int i = 0; i < commitsEach; i++) {
            assertThat(hasLanded(commit(row, List.of(count(counter))))).isTrue();
            row = next(row);
          }
          return row;
        });

    assertThat(counted(counter)).isEqualTo((long) COMMITTERS * commitsEach);
  }

  @Test
  default void ofManyBatchesThatCountOnceOneIsTakenAndTheOthersAreRefused() {
    for (int round = 0; round < COMMIT_ROUNDS; round++) {
      String counter = freshCounter();

      List<CommitReply> replies =
          Race.run(
              COMMITTERS,
              racer ->
                  commit(row(freshShard(), "c-" + racer, 10, 19), List.of(countOnce(counter))));

      assertThat(replies).filteredOn(EffectRaceContract::hasLanded).hasSize(1);
      assertThat(replies).filteredOn(CommitReply.Refused.class::isInstance).hasSize(COMMITTERS - 1);
      assertThat(counted(counter)).isEqualTo(1);
    }
  }
}
