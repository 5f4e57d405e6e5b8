package dev.tidemark.testkit.contract;

import static dev.tidemark.testkit.contract.Samples.at;
import static dev.tidemark.testkit.contract.Samples.created;
import static dev.tidemark.testkit.contract.Samples.freshShard;
import static dev.tidemark.testkit.contract.Samples.id;
import static dev.tidemark.testkit.contract.Samples.row;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.checkpoint.BatchSpan;
import dev.tidemark.checkpoint.BatchStatus;
import dev.tidemark.checkpoint.Position;
import dev.tidemark.checkpoint.SequenceNumber;
import dev.tidemark.checkpoint.ShardKey;
import dev.tidemark.checkpoint.store.BatchKey;
import dev.tidemark.checkpoint.store.BatchPage;
import dev.tidemark.checkpoint.store.BatchRow;
import dev.tidemark.checkpoint.store.Progress;
import dev.tidemark.checkpoint.store.StatusStore;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** How a store reads batch rows in order. */
interface BatchPagingContract {

  /** The store under test, the same one within a test. */
  StatusStore store();

  private List<BatchKey> keys(ShardKey shard, Position from, Optional<BatchKey> start) {
    List<BatchKey> keys = new ArrayList<>();
    Optional<BatchKey> after = start;
    do {
      BatchPage page = store().batches(shard, from, after);
      page.rows().forEach(row -> keys.add(row.key()));
      after = page.next();
    } while (after.isPresent());
    return keys;
  }

  private static BatchRow single(ShardKey shard, String claim, Position position) {
    return new BatchRow(
        shard,
        id(claim),
        new BatchSpan(position, position, 1, Samples.ARRIVED),
        BatchStatus.FAILED,
        Samples.owner(claim, 1, 1),
        Progress.NONE,
        Optional.empty(),
        Samples.TIMES);
  }

  @Test
  default void aShardWithoutBatchesHasAnEmptyPage() {
    BatchPage page = store().batches(freshShard(), at(0), Optional.empty());

    assertThat(page.rows()).isEmpty();
    assertThat(page.next()).isEmpty();
  }

  @Test
  default void manyRowsComeInOrderPageByPage() {
    ShardKey shard = freshShard();
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < 130; i++) {
      order.add(i);
    }
    Collections.shuffle(order, new Random(7));
    order.forEach(i -> created(store(), row(shard, "c-" + i, i * 10L, i * 10L + 9)));

    List<BatchKey> keys = keys(shard, at(0), Optional.empty());

    assertThat(keys).hasSize(130).isSorted().doesNotHaveDuplicates();
    assertThat(store().batches(shard, at(0), Optional.empty()).rows().size()).isLessThan(130);
  }

  @Test
  default void aPageStartsAtTheRowThatEndsAtFrom() {
    ShardKey shard = freshShard();
    created(store(), row(shard, "c-1", 10, 19));
    created(store(), row(shard, "c-2", 20, 29));
    created(store(), row(shard, "c-3", 30, 39));

    assertThat(keys(shard, at(29), Optional.empty()))
        .containsExactly(new BatchKey(at(29), id("c-2")), new BatchKey(at(39), id("c-3")));
    assertThat(keys(shard, at(30), Optional.empty()))
        .containsExactly(new BatchKey(at(39), id("c-3")));
    assertThat(keys(shard, at(40), Optional.empty())).isEmpty();
  }

  @Test
  default void aPageStartsBehindAfter() {
    ShardKey shard = freshShard();
    created(store(), row(shard, "c-1", 10, 19));
    created(store(), row(shard, "c-10", 10, 19));
    created(store(), row(shard, "c-2", 10, 19));

    assertThat(keys(shard, at(0), Optional.of(new BatchKey(at(19), id("c-1")))))
        .containsExactly(new BatchKey(at(19), id("c-10")), new BatchKey(at(19), id("c-2")));
    assertThat(keys(shard, at(0), Optional.of(new BatchKey(at(19), id("c-11")))))
        .containsExactly(new BatchKey(at(19), id("c-2")));
    assertThat(keys(shard, at(0), Optional.of(new BatchKey(at(19), id("c-2"))))).isEmpty();
  }

  @Test
  default void fromHoldsAlsoWhenAfterLiesBeforeIt() {
    ShardKey shard = freshShard();
    created(store(), row(shard, "c-1", 10, 19));
    created(store(), row(shard, "c-2", 20, 29));

    assertThat(keys(shard, at(20), Optional.of(new BatchKey(at(5), id("c-0")))))
        .containsExactly(new BatchKey(at(29), id("c-2")));
  }

  @Test
  default void orderIsThatOfNumbersAndPartsAndClaims() {
    ShardKey shard = freshShard();
    var nine = Position.of("999999999");
    var nineSecond = new Position(nine.sequenceNumber(), 2);
    var nineTenth = new Position(nine.sequenceNumber(), 10);
    var ten = Position.of("1000000000");
    var longest = Position.of("9".repeat(SequenceNumber.MAX_DIGITS));
    List<BatchKey> ascending =
        List.of(
            new BatchKey(Position.of("0"), id("a")),
            new BatchKey(nine, id("A")),
            new BatchKey(nine, id("a")),
            new BatchKey(nine, id("a-0")),
            new BatchKey(nine, id("a0")),
            new BatchKey(nineSecond, id("a")),
            new BatchKey(nineTenth, id("a")),
            new BatchKey(ten, id("a")),
            new BatchKey(longest, id("z".repeat(64))));
    List<BatchKey> shuffled = new ArrayList<>(ascending);
    Collections.shuffle(shuffled, new Random(3));
    shuffled.forEach(key -> created(store(), single(shard, key.claim().value(), key.last())));

    assertThat(keys(shard, Position.of("0"), Optional.empty())).isEqualTo(ascending);
    assertThat(keys(shard, nineSecond, Optional.empty())).isEqualTo(ascending.subList(5, 9));
    assertThat(keys(shard, ten, Optional.empty())).isEqualTo(ascending.subList(7, 9));
  }

  @Test
  default void rowsOfOtherShardsNeverShow() {
    ShardKey shard = freshShard();
    created(store(), row(shard, "mine", 10, 19));
    created(store(), row(new ShardKey(shard.consumer() + "-b", "orders", "s"), "b", 10, 19));
    created(store(), row(new ShardKey(shard.consumer(), "orders2", shard.shard()), "c", 10, 19));
    created(store(), row(new ShardKey(shard.consumer(), "orders", "shardId-0"), "d", 10, 19));

    assertThat(keys(shard, at(0), Optional.empty()))
        .containsExactly(new BatchKey(at(19), id("mine")));
  }

  @Test
  default void aWriteIsSeenByTheNextPage() {
    ShardKey shard = freshShard();
    for (int i = 0; i < 20; i++) {
      BatchRow row = created(store(), row(shard, "c-" + i, i, i));

      assertThat(store().batches(shard, at(i), Optional.empty()).rows()).containsExactly(row);
    }
  }
}
