package dev.tidemark.testkit.contract;

import static dev.tidemark.testkit.contract.Samples.assertSame;
import static dev.tidemark.testkit.contract.Samples.at;
import static dev.tidemark.testkit.contract.Samples.beside;
import static dev.tidemark.testkit.contract.Samples.claimed;
import static dev.tidemark.testkit.contract.Samples.fresh;
import static dev.tidemark.testkit.contract.Samples.freshShard;
import static dev.tidemark.testkit.contract.Samples.ids;
import static dev.tidemark.testkit.contract.Samples.slot;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tidemark.checkpoint.ShardKey;
import dev.tidemark.checkpoint.store.ClaimReply;
import dev.tidemark.checkpoint.store.ShardClaim;
import dev.tidemark.checkpoint.store.ShardRow;
import dev.tidemark.checkpoint.store.StatusStore;
import dev.tidemark.checkpoint.store.StoreException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a store does with claims beside others, on condition of the row's version. */
interface BesideClaimContract {

  /** The store under test, the same one within a test. */
  StatusStore store();

  @Test
  default void aClaimBesideAddsASlotAndForgetsOthersAtTheVersionThatWasSeen() {
    ShardKey shard = freshShard();
    claimed(store(), shard, "c-1", 10, 19);
    ShardRow seen = claimed(store(), shard, "c-2", 20, 29);

    ClaimReply reply =
        store()
            .claim(
                new ShardClaim.Beside(
                    shard, slot("c-3", 5, 9), ids("c-1"), seen.version(), seen.frontier()));

    assertThat(reply).isInstanceOf(ClaimReply.Claimed.class);
    assertThat(reply.row().frontier()).isEqualTo(at(29));
    assertThat(reply.row().version()).isEqualTo(3);
    assertThat(reply.row().slots())
        .containsExactlyInAnyOrder(slot("c-2", 20, 29), slot("c-3", 5, 9));
  }

  @Test
  default void aClaimBesideMayMoveTheFrontierOn() {
    ShardKey shard = freshShard();
    ShardRow seen = claimed(store(), shard, "c-1", 10, 19);

    store().claim(new ShardClaim.Beside(shard, slot("c-2", 15, 25), ids(), seen.version(), at(25)));

    assertThat(store().claim(fresh(shard, "c-3", 25, 30))).isInstanceOf(ClaimReply.Refused.class);
    assertThat(store().claim(fresh(shard, "c-4", 26, 30))).isInstanceOf(ClaimReply.Claimed.class);
  }

  @Test
  default void aClaimBesideAStaleVersionIsRefusedWithTheRowAsItIs() {
    ShardKey shard = freshShard();
    ShardRow stale = claimed(store(), shard, "c-1", 10, 19);
    ShardRow current = claimed(store(), shard, "c-2", 20, 29);

    ClaimReply reply = store().claim(beside(stale, "c-3", 1, 5));

    assertThat(reply).isInstanceOf(ClaimReply.Refused.class);
    assertSame(reply.row(), current);
    assertSame(store().shard(shard).orElseThrow(), current);
  }

  @Test
  default void aFrontierNeverMovesBack() {
    ShardKey shard = freshShard();
    ShardRow seen = claimed(store(), shard, "c-1", 10, 19);

    ClaimReply reply =
        store()
            .claim(new ShardClaim.Beside(shard, slot("c-2", 1, 5), ids(), seen.version(), at(5)));

    assertThat(reply).isInstanceOf(ClaimReply.Refused.class);
    assertSame(store().shard(shard).orElseThrow(), seen);
  }

  @Test
  default void aClaimBesideARowThatHasGoneIsAnErrorThatPasses() {
    var gone = new ShardRow(freshShard(), at(19), 7, List.of());

    StoreException error =
        catchThrowableOfType(StoreException.class, () -> store().claim(beside(gone, "c-1", 1, 5)));

    assertThat(error.kind()).isEqualTo(StoreException.Kind.TRANSIENT);
    assertThat(store().shard(gone.shard())).isEmpty();
  }
}
