package dev.tidemark.testkit.contract;

import static dev.tidemark.testkit.contract.Samples.at;
import static dev.tidemark.testkit.contract.Samples.beside;
import static dev.tidemark.testkit.contract.Samples.created;
import static dev.tidemark.testkit.contract.Samples.fresh;
import static dev.tidemark.testkit.contract.Samples.freshShard;
import static dev.tidemark.testkit.contract.Samples.id;
import static dev.tidemark.testkit.contract.Samples.next;
import static dev.tidemark.testkit.contract.Samples.owner;
import static dev.tidemark.testkit.contract.Samples.row;
import static dev.tidemark.testkit.contract.Samples.succeeded;
import static dev.tidemark.testkit.contract.Samples.with;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.checkpoint.ShardKey;
import dev.tidemark.checkpoint.store.BatchRow;
import dev.tidemark.checkpoint.store.ClaimReply;
import dev.tidemark.checkpoint.store.CreateReply;
import dev.tidemark.checkpoint.store.ReplaceReply;
import dev.tidemark.checkpoint.store.ShardRow;
import dev.tidemark.checkpoint.store.StatusStore;
import dev.tidemark.checkpoint.store.TakeOverReply;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a store does when several want the same row at the same time, with real threads. */
interface StatusRaceContract {

  int ROUNDS = 10;
  int RACERS = 4;

  /** The store under test, the same one within a test. */
  StatusStore store();

  @Test
  default void oneOfManyFreshClaimsOnTheSameRecordsWins() {
    for (int round = 0; round < ROUNDS; round++) {
      ShardKey shard = freshShard();

      List<ClaimReply> replies =
          Race.run(RACERS, racer -> store().claim(fresh(shard, "c-" + racer, 10, 19)));

      assertThat(replies).filteredOn(ClaimReply.Claimed.class::isInstance).hasSize(1);
      ShardRow row = store().shard(shard).orElseThrow();
      assertThat(row.slots()).hasSize(1);
      assertThat(row.version()).isEqualTo(1);
      assertThat(replies).allMatch(reply -> reply.row().equals(row));
    }
  }

  @Test
  default void oneOfManyClaimsBesideTheSameVersionWins() {
    for (int round = 0; round < ROUNDS; round++) {
      ShardKey shard = freshShard();
      ShardRow seen = Samples.claimed(store(), shard, "c-0", 100, 109);

      List<ClaimReply> replies =
          Race.run(
              RACERS,
              racer -> store().claim(beside(seen, "r-" + racer, racer * 10L, racer * 10L + 9)));

      assertThat(replies).filteredOn(ClaimReply.Claimed.class::isInstance).hasSize(1);
      assertThat(store().shard(shard).orElseThrow().slots()).hasSize(2);
    }
  }

  @Test
  default void noClaimIsLostAndTheVersionCountsThem() {
    ShardKey shard = freshShard();
    int claimsEach = 25;

    List<Long> won =
        Race.run(
            RACERS,
            racer -> {
              long mine = 0;
              for (int i = 0; i < claimsEach; i++) {
                var claim = fresh(shard, "c-" + racer + "-" + i, i * 10L, i * 10L + 9);
                if (store().claim(claim) instanceof ClaimReply.Claimed) {
                  mine++;
                }
              }
              return mine;
            });

    ShardRow row = store().shard(shard).orElseThrow();
    long total = won.stream().mapToLong(Long::longValue).sum();
    assertThat(row.version()).isEqualTo(total);
    assertThat(row.slots()).hasSize((int) total);
    assertThat(row.frontier()).isEqualTo(at(claimsEach * 10L - 1));
  }

  @Test
  default void oneOfManyCreatesTheRow() {
    for (int round = 0; round < ROUNDS; round++) {
      BatchRow row = row(freshShard(), "c-1", 10, 19);

      List<CreateReply> replies =
          Race.run(RACERS, racer -> store().create(with(row, owner("r-" + racer, 2, 1))));

      assertThat(replies).filteredOn(CreateReply.Created.class::isInstance).hasSize(1);
      BatchRow stored = only(row);
      assertThat(replies)
          .filteredOn(CreateReply.AlreadyThere.class::isInstance)
          .allMatch(reply -> reply.equals(new CreateReply.AlreadyThere(stored)));
    }
  }

  @Test
  default void oneOfManyTakesOver() {
    for (int round = 0; round < ROUNDS; round++) {
      BatchRow row = created(store(), row(freshShard(), "c-1", 10, 19));

      List<TakeOverReply> replies =
          Race.run(
              RACERS,
              racer -> store().takeOver(row, id("r-" + racer), TakeOverContract.NEXT_LEASE));

      assertThat(replies).filteredOn(TakeOverReply.Taken.class::isInstance).hasSize(1);
      BatchRow stored = only(row);
      assertThat(stored.ownership().attempt()).isEqualTo(2);
      assertThat(replies)
          .allMatch(
              reply ->
                  switch (reply) {
                    case TakeOverReply.Taken taken -> taken.row().equals(stored);
                    case TakeOverReply.Refused refused -> refused.row().equals(Optional.of(stored));
                  });
    }
  }

  @Test
  default void ofASaveAndATakeOverAtTheSameTimeOnePasses() {
    for (int round = 0; round < ROUNDS; round++) {
      BatchRow row = created(store(), row(freshShard(), "c-1", 10, 19));
      BatchRow saved = next(with(row, succeeded(0, 1, 2)));

      List<Object> replies =
          Race.run(
              2,
              racer ->
                  racer == 0
                      ? store().replace(saved)
                      : store().takeOver(row, id("r-1"), TakeOverContract.NEXT_LEASE));

      BatchRow stored = only(row);
      Object loser =
          stored.equals(saved)
              ? new TakeOverReply.Refused(Optional.of(stored))
              : new ReplaceReply.Fenced(Optional.of(stored));
      Object winner =
          stored.equals(saved) ? new ReplaceReply.Replaced() : new TakeOverReply.Taken(stored);
      assertThat(replies).containsExactlyInAnyOrder(winner, loser);
    }
  }

  private BatchRow only(BatchRow like) {
    List<BatchRow> rows =
        store().batches(like.shard(), like.span().last(), Optional.empty()).rows();
    assertThat(rows).hasSize(1);
    return rows.get(0);
  }
}
