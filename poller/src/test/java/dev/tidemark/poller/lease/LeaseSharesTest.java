package dev.tidemark.poller.lease;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.poller.lease.LeaseShares.Action;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LeaseSharesTest {

  private static final WorkerId ME = new WorkerId("me");
  private static final WorkerId ANN = new WorkerId("ann");
  private static final WorkerId BOB = new WorkerId("bob");

  private final List<ShardLease> rows = new ArrayList<>();

  private ShardLease shard() {
    return ShardLease.first("shard-" + rows.size(), List.of(), new ShardPosition.Horizon());
  }

  private void free(int count) {
    for (int i = 0; i < count; i++) {
      rows.add(shard());
    }
  }

  private void heldBy(WorkerId worker, int count) {
    for (int i = 0; i < count; i++) {
      rows.add(shard().takenBy(worker));
    }
  }

  private List<Action> actions() {
    return new LeaseShares(ME, rows, lease -> true).actions();
  }

  private static List<Class<?>> kinds(List<Action> actions) {
    return actions.stream().<Class<?>>map(Object::getClass).toList();
  }

  @Test
  void aWorkerThatIsAloneTakesEverything() {
    free(3);

    assertThat(kinds(actions())).hasSize(3).containsOnly(Action.Take.class);
  }

  @Test
  void aWorkerTakesNoMoreThanItsShareRoundedUp() {
    heldBy(ANN, 1);
    free(4);

    assertThat(kinds(actions())).hasSize(3).containsOnly(Action.Take.class);
  }

  @Test
  void whatADeadWorkerHeldIsFree() {
    heldBy(ANN, 2);

    assertThat(new LeaseShares(ME, rows, lease -> false).actions())
        .containsExactlyInAnyOrder(
            new Action.Take(rows.get(0).takenBy(ME)), new Action.Take(rows.get(1).takenBy(ME)));
  }

  @Test
  void aWorkerWithoutItsShareAsksThoseWhoHaveMost() {
    heldBy(ANN, 4);
    heldBy(BOB, 1);
    heldBy(ME, 1);

    assertThat(actions()).hasSize(1);
    assertThat(actions())
        .allSatisfy(
            action -> {
              assertThat(action).isInstanceOf(Action.Ask.class);
              ShardLease next = ((Action.Ask) action).next();
              assertThat(next.owner()).contains(ANN);
              assertThat(next.wantedBy()).contains(ME);
            });
  }

  @Test
  void whatWasAskedForCountsAndIsNotAskedForAgain() {
    heldBy(ANN, 3);
    rows.add(shard().takenBy(ANN).askedForBy(ME));

    assertThat(actions()).hasSize(1);

    rows.set(0, rows.get(0).askedForBy(ME));

    assertThat(actions()).isEmpty();
  }

  @Test
  void whoHasGivenAShardToAnAskerDoesNotTakeItBack() {
    heldBy(ME, 2);
    heldBy(ANN, 1);
    rows.add(shard().takenBy(ME).askedForBy(BOB).givenBack());

    assertThat(rows.get(3).owner()).contains(BOB);
    assertThat(actions()).isEmpty();
  }

  @Test
  void nobodyAsksWhenTheSharesDifferByOne() {
    heldBy(ANN, 2);
    heldBy(ME, 1);

    assertThat(actions()).isEmpty();
  }

  @Test
  void aWorkerAsksForNothingWhileSomethingIsFree() {
    heldBy(ANN, 3);
    free(1);

    assertThat(kinds(actions())).containsExactly(Action.Take.class);
  }

  @Test
  void withMoreWorkersThanShardsNobodyAsks() {
    heldBy(ANN, 1);
    heldBy(BOB, 1);

    assertThat(actions()).isEmpty();
  }
}
