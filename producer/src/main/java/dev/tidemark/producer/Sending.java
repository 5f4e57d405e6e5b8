package dev.tidemark.producer;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Which of a list of records goes out next, and what became of each: decides, and does nothing.
 *
 * <p>A record that failed is sent again by itself, with those that are due; the ones that landed
 * are not. In {@link Order#PER_KEY} only the oldest open record of a key is ever in a request. More
 * of them would not do: one that fails in the middle of a request does not stop those behind it
 * ("PutRecords" in the API reference of Kinesis).
 *
 * <p>A request that the target refuses as a whole is taken apart: its records go out one by one,
 * and the one that is refused alone is the culprit.
 */
final class Sending {

  /** What to do now. */
  sealed interface Step {

    /** Put this request and say what came of it. */
    record Put(List<OutgoingRecord> request) implements Step {}

    /** Wait until then and ask again. */
    record Pause(Instant until) implements Step {}

    /** Everything is delivered or given up. */
    record Done() implements Step {}
  }

  /** A record that is neither delivered nor given up. */
  private static final class Entry {
    private final int index;
    private final OutgoingRecord record;
    private int attempts;
    private Instant notBefore = Instant.MIN;
    private boolean alone;

    Entry(int index, OutgoingRecord record) {
      this.index = index;
      this.record = record;
    }

    OutgoingRecord record() {
      return record;
    }
  }

  private final Order order;
  private final RequestLimits limits;
  private final RetryPolicy retry;
  private final List<Optional<Delivery>> deliveries = new ArrayList<>();
  private final List<Entry> open = new ArrayList<>();
  private List<Entry> inFlight = List.of();
  private int outages;
  private Instant outageUntil = Instant.MIN;
  private String lastFailure = "it was not tried";

  Sending(List<OutgoingRecord> records, Order order, RequestLimits limits, RetryPolicy retry) {
    this.order = Objects.requireNonNull(order);
    this.limits = Objects.requireNonNull(limits);
    this.retry = Objects.requireNonNull(retry);
    for (OutgoingRecord record : records) {
      Optional<String> refusal = limits.refusal(record);
      deliveries.add(refusal.map(why -> undelivered(Delivery.Cause.REFUSED, why, 0)));
      if (refusal.isEmpty()) {
        open.add(new Entry(deliveries.size() - 1, record));
      }
    }
  }

  /** What to do now. */
  Step next(Instant now) {
    if (open.isEmpty()) {
      return new Step.Done();
    }
    if (now.isBefore(outageUntil)) {
      return new Step.Pause(outageUntil);
    }
    List<Entry> heads = heads();
    List<Entry> due = heads.stream().filter(entry -> !now.isBefore(entry.notBefore)).toList();
    if (due.isEmpty()) {
      return new Step.Pause(
          heads.stream().map(entry -> entry.notBefore).min(Instant::compareTo).orElseThrow());
    }
    inFlight = request(due);
    return new Step.Put(inFlight.stream().map(Entry::record).toList());
  }

  /** The records that no other one has to be waited for. */
  private List<Entry> heads() {
    if (order == Order.NONE) {
      return open;
    }
    Set<String> keys = new HashSet<>();
    return open.stream().filter(entry -> keys.add(entry.record.partitionKey())).toList();
  }

  private List<Entry> request(List<Entry> due) {
    if (due.getFirst().alone) {
      return List.of(due.getFirst());
    }
    List<Entry> together = due.stream().filter(entry -> !entry.alone).toList();
    return limits.choose(together.stream().map(Entry::record).toList()).stream()
        .map(together::get)
        .toList();
  }

  /**
   * The request was answered.
   *
   * @param answers one a record of the request
   * @param chance for the jitter, 0 to 1
   */
  void answered(List<Answer> answers, Instant now, double chance) {
    if (answers.size() != inFlight.size()) {
      throw new IllegalArgumentException(
          "%d answers to %d records".formatted(answers.size(), inFlight.size()));
    }
    outages = 0;
    for (int i = 0; i < answers.size(); i++) {
      Entry entry = inFlight.get(i);
      entry.attempts++;
      switch (answers.get(i)) {
        case Answer.Written(TargetPosition position) ->
            finish(entry, new Delivery.Written(position, entry.attempts));
        case Answer.Failed(String reason) -> failed(entry, reason, now, chance);
        case Answer.Rejected(String reason) -> giveUp(entry, Delivery.Cause.REFUSED, reason);
      }
    }
    closed();
  }

  private void failed(Entry entry, String reason, Instant now, double chance) {
    lastFailure = reason;
    if (entry.attempts >= retry.maxAttempts()) {
      giveUp(entry, Delivery.Cause.EXHAUSTED, reason);
    } else {
      entry.notBefore = now.plus(retry.pauseAfter(entry.attempts, chance));
    }
  }

  /**
   * The request failed as a whole.
   *
   * @param chance for the jitter, 0 to 1
   */
  void broke(TargetException failure, Instant now, double chance) {
    lastFailure = String.valueOf(failure.getMessage());
    switch (failure.kind()) {
      case REFUSED -> refused();
      case TRANSIENT, MISCONFIGURED -> outage(now, chance);
    }
    closed();
  }

  private void refused() {
    if (inFlight.size() == 1) {
      Entry culprit = inFlight.getFirst();
      culprit.attempts++;
      giveUp(culprit, Delivery.Cause.REFUSED, lastFailure);
    }
    inFlight.forEach(entry -> entry.alone = true);
  }

  private void outage(Instant now, double chance) {
    outages++;
    Duration pause = retry.pauseAfter(outages, chance);
    outageUntil = now.plus(pause);
    if (retry.outages() == RetryPolicy.Outages.COUNT) {
      for (Entry entry : inFlight) {
        entry.attempts++;
        failed(entry, lastFailure, now, chance);
      }
    }
  }

  /**
   * Gives up what is open and says what became of all.
   *
   * @return one a record, in the order that they came in
   */
  List<Delivery> stop(String why) {
    for (Entry entry : open) {
      giveUp(entry, Delivery.Cause.OUT_OF_TIME, why + "; last failure: " + lastFailure);
    }
    closed();
    return deliveries();
  }

  /** What became of all; only when {@link Step.Done}. */
  List<Delivery> deliveries() {
    return deliveries.stream().map(Optional::orElseThrow).toList();
  }

  private void giveUp(Entry entry, Delivery.Cause cause, String reason) {
    finish(entry, undelivered(cause, reason, entry.attempts));
  }

  private static Delivery undelivered(Delivery.Cause cause, String reason, int attempts) {
    return new Delivery.Undelivered(cause, reason, attempts);
  }

  private void finish(Entry entry, Delivery delivery) {
    deliveries.set(entry.index, Optional.of(delivery));
  }

  private void closed() {
    open.removeIf(entry -> deliveries.get(entry.index).isPresent());
    inFlight = List.of();
  }
}
