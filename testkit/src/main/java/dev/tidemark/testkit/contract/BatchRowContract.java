package dev.tidemark.testkit.contract;

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
import dev.tidemark.checkpoint.ShardKey;
import dev.tidemark.checkpoint.store.BatchRow;
import dev.tidemark.checkpoint.store.CreateReply;
import dev.tidemark.checkpoint.store.ReplaceReply;
import dev.tidemark.checkpoint.store.StatusStore;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a store does with batch rows, one at a time. */
interface BatchRowContract {

  /** The store under test, the same one within a test. */
  StatusStore store();

  private Optional<BatchRow> stored(BatchRow like) {
    return store().batches(like.shard(), like.span().last(), Optional.empty()).rows().stream()
        .filter(row -> row.key().equals(like.key()))
        .findFirst();
  }

  @Test
  default void aRowIsCreatedOnce() {
    BatchRow row = row(freshShard(), "c-1", 10, 19);

    assertThat(store().create(row)).isEqualTo(new CreateReply.Created());
    assertThat(stored(row)).contains(row);
  }

  @Test
  default void aRowThatIsThereStaysAndIsGivenBack() {
    BatchRow row = created(store(), row(freshShard(), "c-1", 10, 19));
    BatchRow fence = with(with(row, BatchStatus.ABANDONED), owner("thief", 2, 1));

    assertThat(store().create(fence)).isEqualTo(new CreateReply.AlreadyThere(row));
    assertThat(stored(row)).contains(row);
  }

  @Test
  default void aSecondTryToCreateFindsItsOwnRow() {
    BatchRow row = created(store(), row(freshShard(), "c-1", 10, 19));

    assertThat(store().create(row)).isEqualTo(new CreateReply.AlreadyThere(row));
  }

  @Test
  default void twoBatchesWithTheSameLastRecordStandSideBySide() {
    ShardKey shard = freshShard();
    BatchRow one = created(store(), row(shard, "c-1", 10, 19));
    BatchRow two = created(store(), row(shard, "c-2", 15, 19));

    assertThat(stored(one)).contains(one);
    assertThat(stored(two)).contains(two);
  }

  @Test
  default void theOwnerReplacesTheRowWhole() {
    BatchRow row = created(store(), row(freshShard(), "c-1", 10, 19));
    BatchRow failed = next(with(with(row, BatchStatus.FAILED), succeeded(0, 9)));

    assertThat(store().replace(failed)).isEqualTo(new ReplaceReply.Replaced());
    assertThat(stored(row)).contains(failed);
  }

  @Test
  default void aReplacedRowKeepsNothingOfTheOldOne() {
    BatchRow row = created(store(), with(row(freshShard(), "c-1", 10, 19), succeeded(0, 9)));
    BatchRow failed = next(with(row, BatchStatus.FAILED));
    BatchRow emptied = next(with(failed, succeeded()));

    store().replace(failed);
    store().replace(emptied);

    assertThat(stored(row)).contains(emptied);
  }

  @Test
  default void aReplaceByAFormerOwnerIsFenced() {
    BatchRow row = created(store(), row(freshShard(), "c-1", 10, 19));
    store().takeOver(row, id("c-2"), TakeOverContract.NEXT_LEASE);
    BatchRow asItIs = stored(row).orElseThrow();

    ReplaceReply reply = store().replace(next(with(row, BatchStatus.SUCCEEDED)));

    assertThat(reply).isEqualTo(new ReplaceReply.Fenced(Optional.of(asItIs)));
    assertThat(stored(row)).contains(asItIs);
  }

  @Test
  default void aLateWriteOfTheSameOwnerDoesNotUndoANewerOne() {
    BatchRow row = created(store(), row(freshShard(), "c-1", 10, 19));
    BatchRow late = next(with(row, succeeded(0)));
    store().replace(late);
    BatchRow newer = next(with(late, succeeded(0, 1)));
    store().replace(newer);

    ReplaceReply reply = store().replace(late);

    assertThat(reply).isEqualTo(new ReplaceReply.Fenced(Optional.of(newer)));
    assertThat(stored(row)).contains(newer);
  }

  @Test
  default void aReplaceThatSkipsARevisionIsFenced() {
    BatchRow row = created(store(), row(freshShard(), "c-1", 10, 19));

    ReplaceReply reply = store().replace(next(next(row)));

    assertThat(reply).isEqualTo(new ReplaceReply.Fenced(Optional.of(row)));
  }

  @Test
  default void aSecondTryToReplaceFindsItsOwnRow() {
    BatchRow row = created(store(), row(freshShard(), "c-1", 10, 19));
    BatchRow saved = next(with(row, succeeded(0)));
    store().replace(saved);

    assertThat(store().replace(saved)).isEqualTo(new ReplaceReply.Fenced(Optional.of(saved)));
  }

  @Test
  default void aReplaceOfNothingIsFencedWithNothing() {
    BatchRow absent = next(row(freshShard(), "c-1", 10, 19));

    assertThat(store().replace(absent)).isEqualTo(new ReplaceReply.Fenced(Optional.empty()));
    assertThat(stored(absent)).isEmpty();
  }

  @Test
  default void theNewOwnerGoesOnFromTheRevisionItTookOver() {
    BatchRow row = created(store(), row(freshShard(), "c-1", 10, 19));
    store().replace(next(row));
    store().takeOver(row, id("c-2"), TakeOverContract.NEXT_LEASE);
    BatchRow mine = stored(row).orElseThrow();

    BatchRow done = next(with(with(mine, BatchStatus.SUCCEEDED), Samples.allSucceeded(10)));

    assertThat(store().replace(done)).isEqualTo(new ReplaceReply.Replaced());
    assertThat(stored(row)).contains(done);
  }

  @Test
  default void batchRowsAndTheShardRowDoNotTouchEachOther() {
    ShardKey shard = freshShard();
    created(store(), row(shard, "c-1", 10, 19));

    assertThat(store().shard(shard)).isEmpty();
    Samples.claimed(store(), shard, "c-2", 1, 5);
    assertThat(store().batches(shard, Samples.at(0), Optional.empty()).rows())
        .isEqualTo(List.of(row(shard, "c-1", 10, 19)));
  }
}
