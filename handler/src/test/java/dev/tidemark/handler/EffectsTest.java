package dev.tidemark.handler;

import static dev.tidemark.handler.Bench.failures;
import static dev.tidemark.testkit.fault.Fault.LOSE_REPLY;
import static dev.tidemark.testkit.fault.Fault.NONE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.effects.Payments;
import dev.tidemark.local.Fault;
import dev.tidemark.local.FaultPlan;
import dev.tidemark.testkit.fault.FaultScript;
import dev.tidemark.testkit.fault.FaultyStatusStore;
import dev.tidemark.testkit.fault.StoreCall;
import java.util.Collections;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A consumer whose effects are committed with its checkpoints, on DynamoDB Local. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EffectsTest {

  private final Bank bank = new Bank();
  private final Queue<PaymentScene> open = new ConcurrentLinkedQueue<>();

  @AfterEach
  void closeScenes() {
    while (!open.isEmpty()) {
      open.remove().close();
    }
  }

  @AfterAll
  void stop() {
    bank.close();
  }

  private PaymentScene scene(int payments, int accounts, FaultPlan plan) {
    var scene = new PaymentScene(bank, payments, accounts, plan);
    open.add(scene);
    return scene;
  }

  private PaymentScene scene(int payments, int accounts) {
    return scene(payments, accounts, FaultPlan.none());
  }

  @Test
  void totalsAreExactHoweverTheRecordsAreCut() {
    var scene = scene(60, 7);
    Payments consumer = scene.consumer();

    for (int[] cut : new int[][] {{0, 40}, {20, 60}, {0, 60}, {30, 31}, {10, 50}}) {
      assertThat(scene.deliver(consumer, cut[0], cut[1])).isEqualTo(failures());
    }

    scene.assertEachPaymentCountsOnce();
    assertThat(scene.started).hasSize(60).doesNotHaveDuplicates();
  }

  @Test
  void manyWritesGoInAsFewCommitsAsDynamoDbTakes() {
    var scene = scene(250, 250);

    assertThat(scene.deliver(scene.consumer())).isEqualTo(failures());

    scene.assertEachPaymentCountsOnce();
    assertThat(scene.tap.counts()).containsEntry("TransactWriteItems", 6L);
    assertThat(scene.started).hasSize(250);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5})
  void aCommitWhoseReplyIsLostIsNotAppliedAgain(int lost) {
    var scene = scene(60, 60);
    var replies =
        Collections.nCopies(lost, LOSE_REPLY).toArray(dev.tidemark.testkit.fault.Fault[]::new);
    var faulty =
        new FaultyStatusStore(scene.statuses, FaultScript.on(Set.of(StoreCall.COMMIT), replies));

    scene.deliver(scene.consumer(faulty));
    scene.bench.clock.advance(PaymentScene.PAST_THE_LEASE);
    scene.deliverUntilDone();

    scene.assertEachPaymentCountsOnce();
    assertThat(scene.bench.exhausted()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void totalsAreExactThoughRequestsAndRepliesAreLost(long seed) {
    FaultPlan plan =
        FaultPlan.of(seed)
            .with(Fault.REPLY_LOST, 0.25)
            .with(Fault.CONNECTION_LOST, 0.1)
            .with(Fault.SERVER_ERROR, 0.1)
            .with(Fault.THROTTLED, 0.1);
    var scene = scene(100, 5, plan);

    scene.deliverUntilDone();

    scene.assertEachPaymentCountsOnce();
    assertThat(scene.tap.faults()).containsKey(Fault.REPLY_LOST);
    assertThat(scene.bench.exhausted()).isEmpty();
  }

  @Test
  void aZombieWhoseCommitComesLateAddsNothing() {
    var scene = scene(30, 30);
    Payments successor = scene.consumer();
    var isTheFirst = new AtomicBoolean(true);
    FaultScript late =
        call -> {
          if (call == StoreCall.COMMIT && isTheFirst.getAndSet(false)) {
            scene.bench.clock.advance(PaymentScene.PAST_THE_LEASE);
            assertThat(scene.deliver(successor)).isEqualTo(failures());
          }
          return NONE;
        };

    scene.deliver(scene.consumer(new FaultyStatusStore(scene.statuses, late)));

    assertThat(isTheFirst).isFalse();
    assertThat(scene.started).hasSize(60);
    scene.assertEachPaymentCountsOnce();
    assertThat(scene.deliver(scene.consumer())).isEqualTo(failures());
    scene.assertEachPaymentCountsOnce();
  }

  @Test
  void aConditionThatDoesNotHoldFailsOnlyItsRecordAndExhaustsItInTheEnd() {
    var scene = scene(20, 20);
    bank.close(scene.account(4));
    Payments consumer = scene.consumer();

    for (int attempt = 1; attempt <= 2; attempt++) {
      assertThat(scene.deliver(consumer)).isEqualTo(failures("1004"));
      assertThat(scene.bench.exhausted()).isEmpty();
    }

    assertThat(scene.deliver(consumer)).isEqualTo(failures());
    assertThat(scene.bench.exhausted())
        .containsExactly(
            "1004: EffectsRefused: the condition of write 2 of 2, on table 'accounts' does not"
                + " hold");
    assertThat(scene.started).hasSize(22);
    assertThat(bank.balance(scene.account(4))).isZero();
    assertThat(bank.isBooked(scene.payment(4))).isFalse();
    assertThat(bank.balance(scene.account(5))).isEqualTo(5);
  }

  @Test
  void aRefusedRecordThatIsTriedAgainIsDoneOnceItsConditionHolds() {
    var scene = scene(20, 20);
    bank.close(scene.account(4));
    scene.deliver(scene.consumer());

    bank.open(scene.account(4));

    assertThat(scene.deliver(scene.consumer())).isEqualTo(failures());
    scene.assertEachPaymentCountsOnce();
  }
}
