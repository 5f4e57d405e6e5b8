package dev.tidemark.mapping;

import dev.tidemark.checkpoint.SequenceNumber;
import dev.tidemark.mapping.FailureMessage.Condition;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Starts every batch that may run now.
 *
 * <p>A lane is busy while a running batch, or an earlier batch that comes again, holds any of its
 * keys. So a key is never in two running batches and its records keep their order, also after the
 * number of lanes was changed: an old batch may then keep several lanes busy.
 */
final class Launch {
  private final Turn turn;
  private final MappingRules rules;
  private final Lanes lanes;
  private final List<Deque<Pending>> queues;
  private final Set<SequenceNumber> taken = new HashSet<>();
  private final BitSet busy = new BitSet();
  private Optional<Instant> wakeUp = Optional.empty();

  Launch(Turn turn) {
    this.turn = turn;
    this.rules = turn.rules();
    this.lanes = new Lanes(rules.settings().batching().parallelizationFactor());
    this.queues = new ArrayList<>();
    IntStream.range(0, lanes.count()).forEach(lane -> queues.add(new ArrayDeque<>()));
    turn.waiting().forEach(pending -> queues.get(lanes.of(pending.record())).add(pending));
  }

  void run() {
    turn.running().forEach(batch -> busy.or(lanes.of(batch.piece())));
    launchRetries();
    if (mayStartFresh()) {
      for (int lane = 0; lane < lanes.count(); lane++) {
        launchFresh(lane);
      }
    }
    turn.waiting().removeIf(pending -> taken.contains(pending.number()));
    wakeUp.ifPresent(turn::waitUntil);
  }

  private void launchRetries() {
    List<Piece> pieces = new ArrayList<>(turn.retrying());
    pieces.sort(Comparator.comparing(piece -> piece.first().number()));
    turn.retrying().clear();
    for (Piece piece : pieces) {
      BitSet own = lanes.of(piece);
      if (own.intersects(busy)) {
        turn.retrying().add(piece);
        busy.or(own);
      } else if (turn.now().isBefore(piece.notBefore())) {
        turn.retrying().add(piece);
        wakeAt(piece.notBefore());
        busy.or(own);
      } else if (start(piece, pieces)) {
        busy.or(own);
      }
    }
  }

  private boolean mayStartFresh() {
    return switch (rules.open().siblings()) {
      case RUN_ON -> true;
      case HELD_BACK ->
          turn.retrying().isEmpty()
              && turn.running().stream().noneMatch(r -> r.piece().vainDeliveries() > 0);
    };
  }

  private void launchFresh(int lane) {
    Deque<Pending> queue = queues.get(lane);
    while (!busy.get(lane) && !queue.isEmpty()) {
      List<Pending> batch = head(queue, List.of());
      if (!isFull(batch, queue) && turn.now().isBefore(windowEnd(batch))) {
        wakeAt(windowEnd(batch));
        return;
      }
      takeFrom(queue, batch);
      if (start(Piece.fresh(batch, turn.now()), List.of())) {
        busy.set(lane);
      }
    }
  }

  /** Whether the piece keeps its lanes busy; not if nothing of it was left to deliver. */
  private boolean start(Piece piece, List<Piece> siblings) {
    Optional<Piece> young = cutOld(piece);
    if (young.isEmpty()) {
      return false;
    }
    Piece ready = grow(young.get(), siblings);
    if (ready.eventBytes() <= LambdaEventJson.PAYLOAD_CAP_BYTES) {
      turn.invoke(ready);
      return true;
    }
    return switch (rules.open().oversizeRecord()) {
      case GIVEN_UP_AT_ONCE -> {
        turn.giveUp(ready, ready.records(), Condition.RETRY_ATTEMPTS_EXHAUSTED, Optional.empty());
        yield false;
      }
      case HELD_UNTIL_TOO_OLD -> {
        Piece held = ready.deliveredInVain();
        turn.retryLater(held);
        wakeAt(turn.retryTime(held.vainDeliveries()));
        yield true;
      }
    };
  }

  /** Cuts off what is too old at the head and reports it (recorded from AWS). */
  private Optional<Piece> cutOld(Piece piece) {
    RecordAgeLimit limit = rules.settings().retrying().recordAge();
    List<Pending> records = piece.records();
    int old = 0;
    while (old < records.size()
        && limit.exceededBy(records.get(old).record().approximateArrival(), turn.now())) {
      old++;
    }
    if (old == 0) {
      return Optional.of(piece);
    }
    turn.giveUp(piece, records.subList(0, old), Condition.RECORD_AGE_EXCEEDED, Optional.empty());
    return old == records.size()
        ? Optional.empty()
        : Optional.of(piece.withoutFirst(old, rules.open().retriesAfterAgeCut()));
  }

  /** Lets waiting records join a suffix, unless another batch of its lane comes before them. */
  private Piece grow(Piece piece, List<Piece> siblings) {
    BitSet own = lanes.of(piece);
    boolean alone =
        siblings.stream()
            .filter(other -> !other.last().equals(piece.last()))
            .noneMatch(other -> lanes.of(other).intersects(own));
    if (piece.growth() == Piece.Growth.FIXED || own.cardinality() != 1 || !alone) {
      return piece;
    }
    Deque<Pending> queue = queues.get(own.nextSetBit(0));
    if (queue.isEmpty() || queue.element().number().compareTo(piece.last().number()) < 0) {
      return piece;
    }
    List<Pending> more = head(queue, piece.records());
    takeFrom(queue, more);
    return piece.grownBy(more);
  }

  /** The records at the head of the queue that fit into one batch behind these. */
  private List<Pending> head(Deque<Pending> queue, List<Pending> behind) {
    List<Pending> head = new ArrayList<>();
    int room = rules.settings().batching().batchSize() - behind.size();
    long sum = behind.stream().mapToLong(Pending::eventBytes).sum();
    for (Pending next : queue) {
      int count = behind.size() + head.size() + 1;
      sum += next.eventBytes();
      boolean fits =
          count == 1
              || LambdaEventJson.eventSizeInBytes(count, sum) <= LambdaEventJson.PAYLOAD_CAP_BYTES;
      if (head.size() >= room || !fits) {
        break;
      }
      head.add(next);
    }
    return head;
  }

  /** Full by number, or because the next record no longer fits. */
  private boolean isFull(List<Pending> batch, Deque<Pending> queue) {
    return batch.size() == rules.settings().batching().batchSize() || batch.size() < queue.size();
  }

  private Instant windowEnd(List<Pending> batch) {
    return batch.get(0).polledAt().plus(rules.settings().batching().window());
  }

  private void takeFrom(Deque<Pending> queue, List<Pending> batch) {
    for (Pending pending : batch) {
      queue.remove();
      taken.add(pending.number());
    }
  }

  private void wakeAt(Instant time) {
    if (wakeUp.isEmpty() || time.isBefore(wakeUp.get())) {
      wakeUp = Optional.of(time);
    }
  }
}
