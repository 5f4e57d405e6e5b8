package dev.tidemark.testkit.contract;

import static dev.tidemark.testkit.contract.Samples.at;
import static dev.tidemark.testkit.contract.Samples.claimed;
import static dev.tidemark.testkit.contract.Samples.fresh;
import static dev.tidemark.testkit.contract.Samples.freshShard;
import static dev.tidemark.testkit.contract.Samples.id;
import static dev.tidemark.testkit.contract.Samples.ids;
import static dev.tidemark.testkit.contract.Samples.slot;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.checkpoint.BatchSpan;
import dev.tidemark.checkpoint.Position;
import dev.tidemark.checkpoint.ShardKey;
import dev.tidemark.checkpoint.store.ClaimReply;
import dev.tidemark.checkpoint.store.ShardClaim;
import dev.tidemark.checkpoint.store.ShardRow;
import dev.tidemark.checkpoint.store.Slot;
import dev.tidemark.checkpoint.store.StatusStore;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a store does with claims on a shard's records, and above all with fresh ones. */
interface ClaimContract {

  /** The store under test, the same one within a test. */
  StatusStore store();

  @Test
  default void aShardThatNobodyClaimedHasNoRow() {
    assertThat(store().shard(freshShard())).isEmpty();
  }

  @Test
  default void theFirstClaimMakesTheRow() {
    ShardKey shard = freshShard();

    ClaimReply reply = store().claim(fresh(shard, "c-1", 10, 19));

    var expected = new ShardRow(shard, at(19), 1, List.of(slot("c-1", 10, 19)));
    assertThat(reply).isEqualTo(new ClaimReply.Claimed(expected));
    assertThat(store().shard(shard)).contains(expected);
  }

  @Test
  default void aFreshClaimAboveTheFrontierMovesItAndAddsItsSlot() {
    ShardKey shard = freshShard();
    claimed(store(), shard, "c-1", 10, 19);

    ShardRow row = store().claim(fresh(shard, "c-2", 20, 20)).row();

    assertThat(row.frontier()).isEqualTo(at(20));
    assertThat(row.version()).isEqualTo(2);
    assertThat(row.slots()).containsExactlyInAnyOrder(slot("c-1", 10, 19), slot("c-2", 20, 20));
    assertThat(store().shard(shard).orElseThrow().slots()).hasSize(2);
  }

  @Test
  default void aFreshClaimAtTheFrontierIsRefusedWithTheWholeRow() {
    ShardKey shard = freshShard();
    claimed(store(), shard, "c-1", 10, 19);
    ShardRow before = claimed(store(), shard, "c-2", 20, 29);

    ClaimReply reply = store().claim(fresh(shard, "c-3", 29, 40));

    assertThat(reply).isInstanceOf(ClaimReply.Refused.class);
    Samples.assertSame(reply.row(), before);
    Samples.assertSame(store().shard(shard).orElseThrow(), before);
  }

  @Test
  default void aFreshClaimBelowTheFrontierIsRefused() {
    ShardKey shard = freshShard();
    claimed(store(), shard, "c-1", 10, 19);

    ClaimReply reply = store().claim(fresh(shard, "c-2", 1, 5));

    assertThat(reply).isInstanceOf(ClaimReply.Refused.class);
    assertThat(reply.row().slots()).containsExactly(slot("c-1", 10, 19));
  }

  @Test
  default void aFreshClaimComparesPositionsAsNumbers() {
    ShardKey shard = freshShard();
    store().claim(new ShardClaim.Fresh(shard, single("c-1", Position.of("99")), ids()));

    ClaimReply longer =
        store().claim(new ShardClaim.Fresh(shard, single("c-2", Position.of("100")), ids()));
    ClaimReply shorter =
        store().claim(new ShardClaim.Fresh(shard, single("c-3", Position.of("9")), ids()));

    assertThat(longer).isInstanceOf(ClaimReply.Claimed.class);
    assertThat(shorter).isInstanceOf(ClaimReply.Refused.class);
  }

  @Test
  default void partsOfOneAggregateAreClaimedInTurn() {
    ShardKey shard = freshShard();
    var whole = at(7);
    var second = new Position(whole.sequenceNumber(), 1);
    var tenth = new Position(whole.sequenceNumber(), 10);

    assertThat(store().claim(new ShardClaim.Fresh(shard, single("c-1", whole), ids())))
        .isInstanceOf(ClaimReply.Claimed.class);
    assertThat(store().claim(new ShardClaim.Fresh(shard, single("c-2", second), ids())))
        .isInstanceOf(ClaimReply.Claimed.class);
    assertThat(store().claim(new ShardClaim.Fresh(shard, single("c-3", tenth), ids())))
        .isInstanceOf(ClaimReply.Claimed.class);
    assertThat(store().claim(new ShardClaim.Fresh(shard, single("c-4", second), ids())))
        .isInstanceOf(ClaimReply.Refused.class);
  }

  private static Slot single(String claim, Position position) {
    var span = new BatchSpan(position, position, 1, Samples.ARRIVED);
    return new Slot(id(claim), span, Samples.LEASE, 1);
  }

  @Test
  default void aSecondTryIsRefusedAndFindsItsOwnSlot() {
    ShardKey shard = freshShard();
    ShardClaim claim = fresh(shard, "c-1", 10, 19);
    store().claim(claim);

    ClaimReply again = store().claim(claim);

    assertThat(again).isInstanceOf(ClaimReply.Refused.class);
    assertThat(again.row().slot(id("c-1"))).contains(claim.slot());
    assertThat(again.row().version()).isEqualTo(1);
  }

  @Test
  default void slotsAreForgottenInTheWriteThatAddsOne() {
    ShardKey shard = freshShard();
    claimed(store(), shard, "c-1", 10, 19);
    claimed(store(), shard, "c-2", 20, 29);
    claimed(store(), shard, "c-3", 30, 39);

    ShardRow row =
        store()
            .claim(new ShardClaim.Fresh(shard, slot("c-4", 40, 49), ids("c-1", "c-3", "unknown")))
            .row();

    assertThat(row.slots()).containsExactlyInAnyOrder(slot("c-2", 20, 29), slot("c-4", 40, 49));
    assertThat(row.version()).isEqualTo(4);
    Samples.assertSame(store().shard(shard).orElseThrow(), row);
  }

  @Test
  default void aRefusedClaimForgetsNothing() {
    ShardKey shard = freshShard();
    claimed(store(), shard, "c-1", 10, 19);

    store().claim(new ShardClaim.Fresh(shard, slot("c-2", 15, 16), ids("c-1")));

    assertThat(store().shard(shard).orElseThrow().slots()).containsExactly(slot("c-1", 10, 19));
  }

  @Test
  default void aClaimThatForgetsItselfStands() {
    ShardKey shard = freshShard();

    ClaimReply reply = store().claim(new ShardClaim.Fresh(shard, slot("c-1", 10, 19), ids("c-1")));

    assertThat(reply.row().slots()).containsExactly(slot("c-1", 10, 19));
  }

  @Test
  default void aFirstClaimMayForgetSlotsThatAreNotThere() {
    ShardKey shard = freshShard();

    ClaimReply reply = store().claim(new ShardClaim.Fresh(shard, slot("c-2", 10, 19), ids("c-1")));

    assertThat(reply.row().slots()).containsExactly(slot("c-2", 10, 19));
  }

  @Test
  default void aRowHoldsManySlots() {
    ShardKey shard = freshShard();
    for (int i = 0; i < 40; i++) {
      claimed(store(), shard, "c-" + i, i * 10L, i * 10L + 9);
    }

    assertThat(store().shard(shard).orElseThrow().slots()).hasSize(40);
    String[] all = IntStream.range(0, 40).mapToObj(i -> "c-" + i).toArray(String[]::new);
    ClaimReply reply = store().claim(new ShardClaim.Fresh(shard, slot("last", 400, 409), ids(all)));

    assertThat(reply.row().slots()).containsExactly(slot("last", 400, 409));
  }

  @Test
  default void shardsOfOtherConsumersStreamsAndNamesAreTheirOwn() {
    ShardKey shard = freshShard();
    claimed(store(), shard, "c-1", 10, 19);
    var consumer = new ShardKey(shard.consumer() + "x", shard.stream(), shard.shard());
    var stream = new ShardKey(shard.consumer(), "..", shard.shard());
    var name = new ShardKey(shard.consumer(), shard.stream(), "shardId-000000000001");

    for (ShardKey other : List.of(consumer, stream, name)) {
      assertThat(store().shard(other)).isEmpty();
      assertThat(store().claim(fresh(other, "c-2", 1, 2))).isInstanceOf(ClaimReply.Claimed.class);
    }
    assertThat(store().shard(shard).orElseThrow().slots()).containsExactly(slot("c-1", 10, 19));
  }
}
