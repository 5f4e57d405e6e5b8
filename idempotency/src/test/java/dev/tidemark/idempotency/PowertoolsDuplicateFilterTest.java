package dev.tidemark.idempotency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.DuplicateFilter.Decision;
import dev.tidemark.KinesisRecord;
import dev.tidemark.Outcome;
import dev.tidemark.checkpoint.Bytes;
import dev.tidemark.checkpoint.Position;
import dev.tidemark.checkpoint.ShardKey;
import dev.tidemark.checkpoint.SourceRecord;
import dev.tidemark.testkit.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;

@ExtendWith(LocalTable.class)
class PowertoolsDuplicateFilterTest {

  private static final Duration TIMEOUT = Duration.ofMinutes(15);
  private static final Outcome FAILED = Outcome.retry(new IllegalStateException("no stock"));

  private final ManualClock clock = new ManualClock(Instant.now());
  private final LocalTable.Table table;
  private final PowertoolsDuplicateFilter filter;

  PowertoolsDuplicateFilterTest(LocalTable.Table table) {
    this.table = table;
    this.filter =
        PowertoolsDuplicateFilter.onTable(table.name(), table.client())
            .remembering(Duration.ofHours(2))
            .withClock(clock)
            .by(Order.class, Order::id);
  }

  private KinesisRecord<Order> order(int position, String text, String request) {
    return order("orders", position, text, request);
  }

  private KinesisRecord<Order> order(String consumer, int position, String text, String request) {
    var source =
        new SourceRecord(
            Position.of(Integer.toString(position)),
            "customer-" + position,
            clock.instant(),
            Bytes.ofUtf8(text));
    return new KinesisRecord<>(
        Order.parse(text),
        source,
        new ShardKey(consumer, "stream", "shardId-000000000000"),
        1,
        new KinesisRecord.Invocation(request, clock.instant().plus(TIMEOUT), clock));
  }

  @BeforeEach
  void theTableIsEmpty() {
    assertThat(table.rows()).isZero();
  }

  @Test
  void whatWasSentTwiceIsADuplicateOnceTheFirstIsDone() {
    KinesisRecord<Order> first = order(1, "id-1=a", "r1");
    assertThat(filter.admit(first)).isEqualTo(Decision.FIRST);
    filter.settle(first, Outcome.done());

    assertThat(filter.admit(order(2, "id-1=a", "r1"))).isEqualTo(Decision.DUPLICATE);
    assertThat(filter.admit(order(3, "id-2=a", "r1"))).isEqualTo(Decision.FIRST);
  }

  @Test
  void whatTheConsumerSkippedIsRememberedToo() {
    KinesisRecord<Order> first = order(1, "id-1=a", "r1");
    filter.admit(first);
    filter.settle(first, Outcome.skip());

    assertThat(filter.admit(order(2, "id-1=a", "r1"))).isEqualTo(Decision.DUPLICATE);
  }

  @Test
  void aFailedFirstReleasesItsKey() {
    for (Outcome outcome : List.of(FAILED, Outcome.exhaust(new IllegalStateException("bad")))) {
      KinesisRecord<Order> first = order(1, "id-1=a", "r1");
      assertThat(filter.admit(first)).isEqualTo(Decision.FIRST);
      filter.settle(first, outcome);
    }

    assertThat(filter.admit(order(2, "id-1=a", "r1"))).isEqualTo(Decision.FIRST);
  }

  @Test
  void othersWaitWhileTheFirstIsInProgress() {
    filter.admit(order(1, "id-1=a", "r1"));

    assertThat(filter.admit(order(2, "id-1=a", "r2"))).isEqualTo(Decision.BUSY);
  }

  @Test
  void theKeyOfADeadInvocationIsFreeFromItsDeadlineOn() {
    filter.admit(order(1, "id-1=a", "r1"));

    clock.advance(TIMEOUT);
    assertThat(filter.admit(order(2, "id-1=a", "r2"))).isEqualTo(Decision.BUSY);
    clock.advance(Duration.ofSeconds(5));
    assertThat(filter.admit(order(2, "id-1=a", "r2"))).isEqualTo(Decision.FIRST);
  }

  @Test
  void aRecordIsNotHeldUpByItsOwnEarlierAttempt() {
    filter.admit(order(1, "id-1=a", "r1"));
    clock.advance(Duration.ofSeconds(1));

    assertThat(filter.admit(order(1, "id-1=a", "r2"))).isEqualTo(Decision.FIRST);
    clock.advance(TIMEOUT.minusSeconds(1));
    assertThat(filter.admit(order(2, "id-1=a", "r3"))).isEqualTo(Decision.BUSY);
  }

  @Test
  void aRecordWhoseEarlierAttemptCompletedIsADuplicateOfItself() {
    KinesisRecord<Order> first = order(1, "id-1=a", "r1");
    filter.admit(first);
    filter.settle(first, Outcome.done());

    assertThat(filter.admit(order(1, "id-1=a", "r2"))).isEqualTo(Decision.DUPLICATE);
  }

  @Test
  void aProcessedKeyIsForgottenAfterItsTime() {
    KinesisRecord<Order> first = order(1, "id-1=a", "r1");
    filter.admit(first);
    filter.settle(first, Outcome.done());

    clock.advance(Duration.ofHours(2));
    assertThat(filter.admit(order(2, "id-1=a", "r2"))).isEqualTo(Decision.DUPLICATE);
    clock.advance(Duration.ofSeconds(2));
    assertThat(filter.admit(order(2, "id-1=a", "r2"))).isEqualTo(Decision.FIRST);
  }

  @Test
  void aRecordWithoutAKeyIsAlwaysProcessedAndLeavesNoRow() {
    for (String text : List.of("no key", "=blank", "  =blank")) {
      KinesisRecord<Order> record = order(1, text, "r1");
      assertThat(filter.admit(record)).isEqualTo(Decision.FIRST);
      filter.settle(record, Outcome.done());
      assertThat(filter.admit(order(2, text, "r1"))).isEqualTo(Decision.FIRST);
    }
    assertThat(table.rows()).isZero();
  }

  @Test
  void theFailureOfAZombieFreesNothingThatItsSuccessorHolds() {
    KinesisRecord<Order> zombie = order(1, "id-1=a", "r1");
    filter.admit(zombie);
    filter.admit(order(1, "id-1=a", "r2"));

    filter.settle(zombie, FAILED);

    assertThat(filter.admit(order(2, "id-1=a", "r3"))).isEqualTo(Decision.BUSY);
  }

  @Test
  void theFailureOfAZombieFreesNothingThatAnotherRecordCompleted() {
    KinesisRecord<Order> zombie = order(1, "id-1=a", "r1");
    filter.admit(zombie);
    clock.advance(TIMEOUT.plusSeconds(5));
    KinesisRecord<Order> other = order(2, "id-1=a", "r2");
    filter.admit(other);
    filter.settle(other, Outcome.done());

    filter.settle(zombie, FAILED);

    assertThat(filter.admit(order(3, "id-1=a", "r3"))).isEqualTo(Decision.DUPLICATE);
  }

  @Test
  void consumersHaveKeysOfTheirOwn() {
    KinesisRecord<Order> first = order("orders", 1, "id-1=a", "r1");
    filter.admit(first);
    filter.settle(first, Outcome.done());

    assertThat(filter.admit(order("invoices", 1, "id-1=a", "r1"))).isEqualTo(Decision.FIRST);
  }

  @Test
  void oneOfManyAtOnceIsTheFirst() throws InterruptedException, ExecutionException {
    var decisions = new ArrayList<Future<Decision>>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 16; i++) {
        KinesisRecord<Order> record = order(i, "id-1=a", "r" + i);
        decisions.add(threads.submit(() -> filter.admit(record)));
      }
    }

    var counted = new ArrayList<Decision>();
    for (Future<Decision> decision : decisions) {
      counted.add(decision.get());
    }
    assertThat(counted).containsOnlyOnce(Decision.FIRST).contains(Decision.BUSY).hasSize(16);
  }

  @Test
  void aValueOfAnotherTypeIsAnError() {
    var wrong =
        PowertoolsDuplicateFilter.onTable(table.name(), table.client())
            .by(String.class, text -> text);

    assertThatThrownBy(() -> wrong.admit(order(1, "id-1=a", "r1")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("the duplicate filter is for java.lang.String");
  }

  @Test
  void aMissingTableIsAnError() {
    var lost =
        PowertoolsDuplicateFilter.onTable("no-such-table", table.client())
            .by(Order.class, Order::id);

    assertThatThrownBy(() -> lost.admit(order(1, "id-1=a", "r1")))
        .isInstanceOf(ResourceNotFoundException.class);
  }

  @Test
  void aMemoryBelowAMinuteIsRefused() {
    var onTable = PowertoolsDuplicateFilter.onTable(table.name(), table.client());

    assertThatThrownBy(() -> onTable.remembering(Duration.ofSeconds(59)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a key is remembered for 1 minute or more: PT59S");
  }
}
