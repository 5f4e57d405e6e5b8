package dev.tidemark.producer;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;

/**
 * Sends records to a target and tries again what failed, and only that, until each record is
 * written or given up. Blocks meanwhile, on the calling thread.
 *
 * <p>With a target of {@link Order#PER_KEY}, records with the same partition key are written in
 * their order, over all lists that one thread sends one after the other. A record that is given up
 * lets those behind it pass. When a reply is lost, its records are written again: at least once,
 * and seldom more than once. Should the request with the lost reply land late, a double stands
 * behind the records that followed it.
 *
 * <p>One thread at a time.
 */
public final class Sender {

  private final Target target;
  private final RetryPolicy retry;
  private final InstantSource clock;
  private final Waits waits;
  private final Chance chance;
  private final ProducerListener listener;

  public Sender(Target target, RetryPolicy retry, InstantSource clock, Waits waits, Chance chance) {
    this(target, retry, clock, waits, chance, ProducerListener.NONE);
  }

  private Sender(
      Target target,
      RetryPolicy retry,
      InstantSource clock,
      Waits waits,
      Chance chance,
      ProducerListener listener) {
    this.target = Objects.requireNonNull(target);
    this.retry = Objects.requireNonNull(retry);
    this.clock = Objects.requireNonNull(clock);
    this.waits = Objects.requireNonNull(waits);
    this.chance = Objects.requireNonNull(chance);
    this.listener = Objects.requireNonNull(listener);
  }

  /** A sender by the machine's timer. */
  public static Sender of(Target target, RetryPolicy retry) {
    return new Sender(target, retry, new SteadyClock(), Waits.SYSTEM, Chance.SYSTEM);
  }

  /** The same sender, which tells of every request that fails as a whole. */
  public Sender withListener(ProducerListener told) {
    return new Sender(target, retry, clock, waits, chance, told);
  }

  public Target target() {
    return target;
  }

  /** {@link #send(List, Instant)} without a deadline: an outage is waited for to its end. */
  public List<Delivery> send(List<OutgoingRecord> records) {
    return send(records, Instant.MAX);
  }

  /**
   * Sends the records and returns when each is written or given up.
   *
   * @param deadline no request begins, and no pause lasts, beyond it. What is open then is given up
   *     as {@link Delivery.Cause#OUT_OF_TIME}, as it is when the thread is interrupted; the
   *     thread's interrupt status stays set
   * @return one a record, in their order
   */
  public List<Delivery> send(List<OutgoingRecord> records, Instant deadline) {
    var sending = new Sending(records, target.order(), target.limits(), retry);
    while (true) {
      Instant now = clock.instant();
      switch (sending.next(now)) {
        case Sending.Step.Done() -> {
          return sending.deliveries();
        }
        case Sending.Step.Put(List<OutgoingRecord> request) -> {
          if (Thread.currentThread().isInterrupted() || !now.isBefore(deadline)) {
            return sending.stop(whyStopped());
          }
          put(sending, request);
        }
        case Sending.Step.Pause(Instant until) -> {
          if (!now.isBefore(deadline) || !pause(Duration.between(now, earlier(until, deadline)))) {
            return sending.stop(whyStopped());
          }
        }
      }
    }
  }

  private static Instant earlier(Instant a, Instant b) {
    return a.isBefore(b) ? a : b;
  }

  private static String whyStopped() {
    return Thread.currentThread().isInterrupted() ? "interrupted" : "out of time";
  }

  private void put(Sending sending, List<OutgoingRecord> request) {
    try {
      List<Answer> answers = target.put(request);
      sending.answered(answers, clock.instant(), chance.next());
    } catch (TargetException e) {
      broke(sending, e);
    } catch (RuntimeException e) {
      broke(sending, new TargetException(TargetException.Kind.TRANSIENT, "unexpected: " + e, e));
    }
  }

  private void broke(Sending sending, TargetException failure) {
    sending.broke(failure, clock.instant(), chance.next());
    listener.requestFailed(target.name(), failure);
  }

  /** Whether the pause went by without an interrupt. */
  private boolean pause(Duration length) {
    try {
      waits.pause(length);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
