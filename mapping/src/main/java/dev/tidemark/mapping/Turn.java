package dev.tidemark.mapping;

import dev.tidemark.checkpoint.SequenceNumber;
import dev.tidemark.mapping.Command.Fate;
import dev.tidemark.mapping.Command.Invoke;
import dev.tidemark.mapping.Command.MovePast;
import dev.tidemark.mapping.Command.SendToDestination;
import dev.tidemark.mapping.Command.WaitUntil;
import dev.tidemark.mapping.FailureMessage.Condition;
import dev.tidemark.mapping.FailureMessage.RequestContext;
import dev.tidemark.mapping.FailureMessage.ResponseContext;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The working copy of a shard's state during one input, with the commands given so far. Lives for
 * one call of {@link ShardMapping} and is the only place where its state is written.
 */
final class Turn {
  private final MappingRules rules;
  private final Instant now;
  private final List<Pending> waiting;
  private final List<Piece> retrying;
  private final List<Running> running;
  private final List<Command> commands = new ArrayList<>();
  private Ledger ledger;
  private long deliveries;

  Turn(MappingRules rules, ShardState state, Instant now) {
    this.rules = rules;
    this.now = now;
    this.ledger = state.ledger();
    this.waiting = new ArrayList<>(state.waiting());
    this.retrying = new ArrayList<>(state.retrying());
    this.running = new ArrayList<>(state.running());
    this.deliveries = state.deliveries();
  }

  MappingRules rules() {
    return rules;
  }

  Instant now() {
    return now;
  }

  List<Pending> waiting() {
    return waiting;
  }

  List<Piece> retrying() {
    return retrying;
  }

  List<Running> running() {
    return running;
  }

  List<Command> commands() {
    return commands;
  }

  ShardState state() {
    retrying.sort(Comparator.comparing(piece -> piece.first().number()));
    return new ShardState(ledger, waiting, retrying, running, deliveries);
  }

  /** Takes new records; those the filter drops are moved past at once. */
  void take(List<MappedRecord> records, LambdaEventJson events) {
    List<SequenceNumber> taken = new ArrayList<>();
    List<SequenceNumber> dropped = new ArrayList<>();
    Optional<RecordFilter> filter = rules.settings().filter();
    for (MappedRecord record : records) {
      if (!ledger.isNew(record.sequenceNumber())) {
        continue;
      }
      taken.add(record.sequenceNumber());
      if (filter.isEmpty() || filter.get().matches(record.data())) {
        waiting.add(new Pending(record, now, events.recordSizeInBytes(record)));
      } else {
        dropped.add(record.sequenceNumber());
      }
    }
    ledger = ledger.take(taken);
    if (!dropped.isEmpty()) {
      movePast(dropped, Fate.FILTERED_OUT);
    }
  }

  void invoke(Piece piece) {
    BatchId batch = nextDelivery();
    RequestId request = RequestId.of(rules.source(), batch);
    running.add(new Running(batch, piece.invokedAs(request)));
    commands.add(new Invoke(batch, request, piece.mapped()));
  }

  /** The batch of this id, which then no longer runs. */
  Piece finish(BatchId batch) {
    for (int i = 0; i < running.size(); i++) {
      if (running.get(i).batch().equals(batch)) {
        return running.remove(i).piece();
      }
    }
    throw new IllegalArgumentException("no batch with number " + batch.number() + " is running");
  }

  void succeed(List<Pending> records) {
    movePast(numbers(records), Fate.SUCCEEDED);
  }

  /** Puts a piece back, to be delivered once its back-off is over. */
  void retryLater(Piece piece) {
    retrying.add(piece.notBefore(retryTime(piece.vainDeliveries())));
  }

  void retryLater(List<Piece> pieces) {
    retrying.addAll(pieces);
  }

  Instant retryTime(int vainDeliveries) {
    return now.plus(rules.backOff().delayAfter(Math.max(1, vainDeliveries)));
  }

  /** Gives up these records of the piece: the shard goes on behind them. */
  void giveUp(
      Piece piece, List<Pending> records, Condition why, Optional<ResponseContext> response) {
    Optional<OnFailureDestination> destination = rules.settings().onFailure();
    if (destination.isPresent()) {
      RequestId request =
          piece.lastRequest().orElseGet(() -> RequestId.of(rules.source(), nextDelivery()));
      commands.add(
          new SendToDestination(
              new FailureMessage(
                  destination.get(),
                  new RequestContext(request, why, piece.approximateInvokeCount()),
                  response,
                  now,
                  rules.source(),
                  records.stream().map(Pending::record).toList())));
    }
    movePast(numbers(records), destination.isPresent() ? Fate.REPORTED : Fate.DISCARDED);
  }

  void waitUntil(Instant time) {
    commands.add(new WaitUntil(time));
  }

  private BatchId nextDelivery() {
    deliveries++;
    return new BatchId(deliveries);
  }

  private void movePast(List<SequenceNumber> numbers, Fate fate) {
    ledger = ledger.settle(numbers);
    commands.add(new MovePast(numbers, fate));
  }

  private static List<SequenceNumber> numbers(List<Pending> records) {
    return records.stream().map(Pending::number).toList();
  }
}
