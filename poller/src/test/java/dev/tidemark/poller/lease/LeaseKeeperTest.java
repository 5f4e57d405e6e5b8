package dev.tidemark.poller.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.checkpoint.SequenceNumber;
import dev.tidemark.checkpoint.store.StoreException;
import dev.tidemark.poller.StartPoint;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LeaseKeeperTest {

  private static final Duration LENGTH = Duration.ofSeconds(30);
  private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");
  private static final ListedShard PARENT = new ListedShard("parent", List.of());
  private static final ListedShard CHILD = new ListedShard("child", List.of("parent"));

  private final FaultyLeases store = new FaultyLeases();
  private Instant now = BEGIN;

  private LeaseKeeper keeper(String worker, StartPoint start) {
    return new LeaseKeeper(
        new WorkerId(worker),
        store,
        LENGTH,
        StartRule.WITH_CHECKPOINTS,
        Optional.of(start),
        () -> now);
  }

  private LeaseKeeper keeper(String worker) {
    return keeper(worker, new StartPoint.Beginning());
  }

  private static List<String> shards(List<HeldLease> held) {
    return held.stream().map(HeldLease::shard).toList();
  }

  @Test
  void latestIsTheFirstStartAlsoForShardsThatComeLaterAndForLaterProcesses() {
    keeper("first", new StartPoint.Latest()).discovered(List.of(PARENT));
    now = BEGIN.plusSeconds(3_600);

    keeper("second", new StartPoint.Latest()).discovered(List.of(PARENT, CHILD));

    assertThat(store.list())
        .extracting(ShardLease::position)
        .containsExactly(new ShardPosition.At(BEGIN), new ShardPosition.At(BEGIN));
  }

  @Test
  void withoutCheckpointsLatestIsTheStartOfTheProcessAlsoForShardsThatComeLater() {
    var keeper =
        new LeaseKeeper(
            new WorkerId("one"),
            store,
            LENGTH,
            StartRule.WITHOUT_CHECKPOINTS,
            Optional.of(new StartPoint.Latest()),
            () -> now);
    keeper.discovered(List.of(PARENT));
    now = BEGIN.plusSeconds(3_600);

    keeper.discovered(List.of(PARENT, CHILD));

    assertThat(store.list())
        .extracting(ShardLease::position)
        .containsOnly(new ShardPosition.At(BEGIN));
  }

  @Test
  void aSavedPositionComesBeforeAStartPointThatIsGiven() {
    LeaseKeeper first = keeper("first");
    first.discovered(List.of(PARENT));
    HeldLease held = first.balance().get(0);
    ShardPosition seventh = new ShardPosition.After(SequenceNumber.of(7));
    held.save(seventh, now);
    held.giveBack(now);

    LeaseKeeper second = keeper("second", new StartPoint.At(BEGIN));
    second.discovered(List.of(PARENT));

    assertThat(second.balance().get(0).position()).isEqualTo(seventh);
  }

  @Test
  void whatADeadProcessHeldIsTakenWhenItsRowHasNotChangedForTheLengthOfALease() {
    LeaseKeeper dead = keeper("dead");
    dead.discovered(List.of(PARENT));
    dead.balance();
    LeaseKeeper living = keeper("living");
    living.discovered(List.of(PARENT));

    assertThat(living.balance()).isEmpty();
    now = BEGIN.plus(LENGTH).minusMillis(1);
    assertThat(living.balance()).isEmpty();
    now = BEGIN.plus(LENGTH);
    assertThat(shards(living.balance())).containsExactly("parent");
  }

  @Test
  void whatIsRenewedStaysWithItsProcess() {
    LeaseKeeper one = keeper("one");
    one.discovered(List.of(PARENT));
    HeldLease held = one.balance().get(0);
    LeaseKeeper other = keeper("other");
    other.discovered(List.of(PARENT));
    other.balance();
    now = BEGIN.plusSeconds(20);
    assertThat(one.renew()).isEmpty();
    other.balance();
    now = BEGIN.plusSeconds(40);

    assertThat(other.balance()).isEmpty();
    assertThat(held.isHeld(now)).isTrue();
  }

  @Test
  void aChildIsTakenOnceItsParentIsFinished() {
    LeaseKeeper keeper = keeper("one");
    keeper.discovered(List.of(CHILD, PARENT));
    List<HeldLease> first = keeper.balance();
    assertThat(shards(first)).containsExactly("parent");

    first.get(0).save(new ShardPosition.Ended(), now);
    keeper.over(first.get(0));

    assertThat(shards(keeper.balance())).containsExactly("child");
    assertThat(keeper.isFinished()).isFalse();
  }

  @Test
  void whatWasTakenBeforeTheStoreFailedIsReadAllTheSame() {
    LeaseKeeper keeper = keeper("one");
    keeper.discovered(List.of(PARENT, new ListedShard("other", List.of())));
    store.goDownAfter(1);
    assertThatThrownBy(keeper::balance).isInstanceOf(StoreException.class);
    store.setDown(false);

    assertThat(shards(keeper.balance())).containsExactlyInAnyOrder("parent", "other");
  }

  @Test
  void aStoreThatIsDownKeepsTheLeasesUntilTheyAreOver() {
    LeaseKeeper keeper = keeper("one");
    keeper.discovered(List.of(PARENT));
    HeldLease held = keeper.balance().get(0);
    store.setDown(true);

    assertThat(keeper.renew()).isPresent();

    assertThat(held.isHeld(BEGIN.plusSeconds(29))).isTrue();
    assertThat(held.isHeld(BEGIN.plusSeconds(30))).isFalse();
  }
}
