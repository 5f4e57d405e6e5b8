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
import dev.tidemark.checkpoint.store.BatchRow;
import dev.tidemark.checkpoint.store.Ownership;
import dev.tidemark.checkpoint.store.ReplaceReply;
import dev.tidemark.checkpoint.store.StatusStore;
import dev.tidemark.checkpoint.store.TakeOverReply;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a store does when a batch changes hands. */
interface TakeOverContract {

  Instant NEXT_LEASE = Samples.LEASE.plusSeconds(60);

  /** The store under test, the same one within a test. */
  StatusStore store();

  private Optional<BatchRow> stored(BatchRow like) {
    return store().batches(like.shard(), like.span().last(), Optional.empty()).rows().stream()
        .filter(row -> row.key().equals(like.key()))
        .findFirst();
  }

  @Test
  default void aTakeOverChangesOwnerLeaseAttemptAndStatusOnly() {
    BatchRow row =
        created(
            store(),
            with(with(row(freshShard(), "c-1", 10, 19), BatchStatus.FAILED), succeeded(0, 4)));

    TakeOverReply reply = store().takeOver(row, id("c-2"), NEXT_LEASE);

    BatchRow taken =
        with(with(row, BatchStatus.IN_PROGRESS), new Ownership(id("c-2"), NEXT_LEASE, 2, 1));
    assertThat(reply).isEqualTo(new TakeOverReply.Taken(taken));
    assertThat(stored(row)).contains(taken);
  }

  @Test
  default void aTakeOverIsRefusedWhenSomebodyElseWasFaster() {
    BatchRow row = created(store(), row(freshShard(), "c-1", 10, 19));
    store().takeOver(row, id("c-2"), NEXT_LEASE);
    BatchRow asItIs = stored(row).orElseThrow();

    TakeOverReply reply = store().takeOver(row, id("c-3"), NEXT_LEASE);

    assertThat(reply).isEqualTo(new TakeOverReply.Refused(Optional.of(asItIs)));
    assertThat(stored(row)).contains(asItIs);
  }

  @Test
  default void aTakeOverIsRefusedWhenTheSameOwnerIsAtALaterAttempt() {
    BatchRow seen = row(freshShard(), "c-1", 10, 19);
    BatchRow stored = created(store(), with(seen, owner("c-1", 2, 1)));

    TakeOverReply reply = store().takeOver(seen, id("c-2"), NEXT_LEASE);

    assertThat(reply).isEqualTo(new TakeOverReply.Refused(Optional.of(stored)));
  }

  @Test
  default void aSecondTryToTakeOverFindsItsOwnRow() {
    BatchRow row = created(store(), row(freshShard(), "c-1", 10, 19));
    store().takeOver(row, id("c-2"), NEXT_LEASE);

    TakeOverReply again = store().takeOver(row, id("c-2"), NEXT_LEASE);

    assertThat(again)
        .isInstanceOfSatisfying(
            TakeOverReply.Refused.class,
            refused ->
                assertThat(refused.row().map(BatchRow::ownership))
                    .contains(new Ownership(id("c-2"), NEXT_LEASE, 2, 1)));
  }

  @Test
  default void aTakeOverOfNothingIsRefusedWithNothing() {
    BatchRow absent = row(freshShard(), "c-1", 10, 19);

    assertThat(store().takeOver(absent, id("c-2"), NEXT_LEASE))
        .isEqualTo(new TakeOverReply.Refused(Optional.empty()));
    assertThat(stored(absent)).isEmpty();
  }

  @Test
  default void aTakeOverIsRefusedWhenProgressWasSavedInBetween() {
    BatchRow seen = created(store(), row(freshShard(), "c-1", 10, 19));
    BatchRow saved = next(with(seen, succeeded(0, 1, 2)));
    assertThat(store().replace(saved)).isEqualTo(new ReplaceReply.Replaced());

    TakeOverReply reply = store().takeOver(seen, id("c-2"), NEXT_LEASE);

    assertThat(reply).isEqualTo(new TakeOverReply.Refused(Optional.of(saved)));
    assertThat(stored(seen)).contains(saved);
  }

  @Test
  default void aTakeOverIsRefusedWhenItSucceededInBetween() {
    BatchRow seen = created(store(), row(freshShard(), "c-1", 10, 19));
    BatchRow done = next(with(with(seen, BatchStatus.SUCCEEDED), Samples.allSucceeded(10)));
    assertThat(store().replace(done)).isEqualTo(new ReplaceReply.Replaced());

    TakeOverReply reply = store().takeOver(seen, id("c-2"), NEXT_LEASE);

    assertThat(reply).isEqualTo(new TakeOverReply.Refused(Optional.of(done)));
    assertThat(stored(seen)).contains(done);
  }

  @Test
  default void aTakeOverKeepsTheProgressThatWasSavedBefore() {
    BatchRow created = created(store(), row(freshShard(), "c-1", 10, 19));
    BatchRow saved = next(with(created, succeeded(0, 1, 2)));
    assertThat(store().replace(saved)).isEqualTo(new ReplaceReply.Replaced());

    TakeOverReply reply = store().takeOver(saved, id("c-2"), NEXT_LEASE);

    var taken = with(saved, new Ownership(id("c-2"), NEXT_LEASE, 2, 2));
    assertThat(reply).isEqualTo(new TakeOverReply.Taken(taken));
    assertThat(stored(saved)).contains(taken);
  }
}
