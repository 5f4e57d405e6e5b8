package dev.tidemark.producer;

import dev.tidemark.producer.Delivery.Cause;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The thread of a producer: takes batch after batch, sends it and says what became of it. */
final class Dispatch implements Runnable {

  private final Outbox outbox;
  private final ProducerParts parts;
  private final RetryPolicy retry;
  private final Sender sender;
  private final WriteProgress progress;
  private boolean stopped;

  Dispatch(Outbox outbox, ProducerParts parts, ProducerSettings settings) {
    this.outbox = outbox;
    this.parts = parts;
    this.retry = settings.retry();
    this.sender =
        new Sender(parts.target(), retry, parts.clock(), Waits.SYSTEM, Chance.SYSTEM)
            .withListener(parts.listener());
    this.progress = new WriteProgress(settings.name(), parts);
  }

  @Override
  public void run() {
    String why = "it failed";
    try {
      List<Buffered> batch = outbox.take();
      while (!batch.isEmpty()) {
        dispatch(batch);
        batch = stopped ? List.of() : outbox.take();
      }
      why = "it is closed";
      tidyUp();
    } catch (InterruptedException e) {
      why = "it is closed";
      tidyUp();
    } catch (RuntimeException e) {
      why = String.valueOf(e.getMessage());
      parts.listener().notSaved("the producer's buffer", e);
    } finally {
      outbox.end(why);
    }
  }

  private void dispatch(List<Buffered> batch) {
    List<OutgoingRecord> records = batch.stream().map(Buffered::record).toList();
    List<Delivery> sent = sender.send(records);
    stopped |= Thread.interrupted();
    List<Delivery> deliveries = new ArrayList<>();
    for (int i = 0; i < sent.size(); i++) {
      deliveries.add(bury(records.get(i), sent.get(i)));
    }
    progress.wrote(records, deliveries);
    try {
      outbox.finish(batch, deliveries);
    } catch (BufferException e) {
      parts.listener().notSaved("the note of what is done", e);
    }
  }

  /** What a record that was given up becomes: a dead letter or, when that fails, none yet. */
  private Delivery bury(OutgoingRecord record, Delivery delivery) {
    if (!(delivery instanceof Delivery.Undelivered given)
        || (Outbox.isOpen(given) && parts.buffer().isDurable())) {
      return delivery;
    }
    for (int failures = 1; ; failures++) {
      try {
        parts.deadLetters().keep(record, given);
        parts.listener().undelivered(record, given);
        return given;
      } catch (RuntimeException e) {
        parts.listener().notSaved("a dead letter", e);
        if (stopped || !pause(retry.pauseAfter(failures, Chance.SYSTEM.next()))) {
          stopped = true;
          return new Delivery.Undelivered(
              Cause.OUT_OF_TIME, given.reason() + "; no dead letter: " + e, given.attempts());
        }
      }
    }
  }

  private static boolean pause(Duration length) {
    try {
      Waits.SYSTEM.pause(length);
      return true;
    } catch (InterruptedException e) {
      return false;
    }
  }

  /** What memory holds would be gone. */
  private void tidyUp() {
    if (parts.buffer().isDurable()) {
      return;
    }
    stopped = true;
    List<Buffered> rest = outbox.takeRest();
    if (!rest.isEmpty()) {
      var closed = new Delivery.Undelivered(Cause.OUT_OF_TIME, "the producer was closed", 0);
      outbox.finish(rest, rest.stream().map(left -> bury(left.record(), closed)).toList());
    }
  }
}
