package dev.tidemark.producer;

import dev.tidemark.producer.Delivery.Cause;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The records of a producer between their put and their end. Many threads put; one takes batches
 * and finishes them. Thread-safe. Futures are completed without the lock.
 */
final class Outbox {

  private static final Duration LONG = Duration.ofHours(1);

  private final Buffer buffer;
  private final Batching batching;
  private final Capacity capacity;
  private final InstantSource clock;
  private final ProducerListener listener;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition work = lock.newCondition();
  private final Condition room = lock.newCondition();
  private final Promises promises = new Promises();
  private final WaitingRecords waiting;
  private final Instant opened;
  private List<Buffered> inFlight = List.of();

  /** Of those that were found at the start, nobody knows the numbers yet. */
  private long lastPut;

  private long lastOver;
  private int flushing;
  private boolean closing;
  private Optional<String> ended = Optional.empty();

  Outbox(ProducerParts parts, Batching batching, Capacity capacity) {
    this.buffer = parts.buffer();
    this.listener = parts.listener();
    this.batching = batching;
    this.capacity = capacity;
    this.clock = parts.clock();
    this.opened = clock.instant();
    this.waiting = new WaitingRecords(buffer.level(), opened);
    this.lastPut = waiting.isEmpty() ? 0 : Long.MAX_VALUE;
  }

  /** Puts a record into the buffer, when there is room. */
  Acknowledged put(OutgoingRecord record) throws InterruptedException {
    List<Buffered> dropped = new ArrayList<>();
    lock.lockInterruptibly();
    try {
      makeRoom(record, dropped);
      long number = buffer.append(record);
      waiting.put(record, clock.instant());
      lastPut = number;
      work.signal();
      return new Acknowledged(number, promises.make(number));
    } finally {
      lock.unlock();
      dropped.forEach(this::dropped);
    }
  }

  private void dropped(Buffered old) {
    var why = undelivered(Cause.DROPPED, "the buffer was full");
    listener.undelivered(old.record(), why);
    promises.keep(old.number(), why);
  }

  private static Delivery.Undelivered undelivered(Cause cause, String reason) {
    return new Delivery.Undelivered(cause, reason, 0);
  }

  private void makeRoom(OutgoingRecord record, List<Buffered> dropped) throws InterruptedException {
    requireOpen();
    if (!capacity.holds(BufferLevel.NONE, record)) {
      throw new BufferException(
          "a record of %,d bytes is larger than the buffer: raise its capacity of %,d bytes"
              .formatted(Buffered.sizeOf(record), capacity.maxBytes()));
    }
    switch (capacity.overflow()) {
      case Overflow.Fail() -> requireRoom(record);
      case Overflow.Block(Duration atMost) -> {
        awaitRoom(record, atMost);
        requireRoom(record);
      }
      case Overflow.DropOldest() -> {
        while (!capacity.holds(buffer.level(), record) && !waiting.isEmpty()) {
          List<Buffered> oldest = waiting.taken(buffer.next(1, 1));
          dropped.addAll(oldest);
          buffer.discard(oldest);
        }
        requireRoom(record);
      }
    }
  }

  private void awaitRoom(OutgoingRecord record, Duration atMost) throws InterruptedException {
    long left = atMost.toNanos();
    while (!capacity.holds(buffer.level(), record) && left > 0) {
      left = room.awaitNanos(left);
      requireOpen();
    }
  }

  private void requireRoom(OutgoingRecord record) {
    if (!capacity.holds(buffer.level(), record)) {
      throw new BufferException(
          "the buffer is full: it holds %,d records and %,d bytes that are not written yet"
              .formatted(buffer.level().records(), buffer.level().bytes()));
    }
  }

  private void requireOpen() {
    if (closing || ended.isPresent()) {
      throw new BufferException("the producer has stopped: " + ended.orElse("it is closed"));
    }
  }

  /** Waits for the next batch that is due; empty when it is closed and there is none left. */
  List<Buffered> take() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (true) {
        Optional<Instant> due = due();
        if (due.isEmpty() && closing) {
          return List.of();
        }
        Duration wait = due.map(at -> Duration.between(clock.instant(), at)).orElse(LONG);
        if (!wait.isPositive()) {
          inFlight = waiting.taken(buffer.next(batching.maxRecords(), batching.maxBytes()));
          return inFlight;
        }
        work.await(wait.toNanos(), TimeUnit.NANOSECONDS);
      }
    } finally {
      lock.unlock();
    }
  }

  private Optional<Instant> due() {
    boolean hurry = closing || flushing > 0;
    Optional<Instant> due = batching.due(waiting.now());
    return hurry ? due.map(at -> opened) : due;
  }

  /**
   * The batch that was taken is over.
   *
   * @param deliveries one a record; those that are {@link Cause#OUT_OF_TIME} stay in the buffer
   * @throws BufferException when the buffer cannot note what is done; all is told nonetheless
   */
  void finish(List<Buffered> batch, List<Delivery> deliveries) {
    List<Buffered> done = new ArrayList<>();
    for (int i = 0; i < batch.size(); i++) {
      if (!isOpen(deliveries.get(i))) {
        done.add(batch.get(i));
      }
    }
    try {
      buffer.discard(done);
    } finally {
      for (int i = 0; i < batch.size(); i++) {
        promises.keep(batch.get(i).number(), deliveries.get(i));
      }
      over(batch);
    }
  }

  private void over(List<Buffered> batch) {
    lock.lock();
    try {
      inFlight = List.of();
      lastOver = batch.getLast().number();
      room.signalAll();
    } finally {
      lock.unlock();
    }
  }

  static boolean isOpen(Delivery delivery) {
    return delivery instanceof Delivery.Undelivered given && given.cause() == Cause.OUT_OF_TIME;
  }

  /** Sends what waits without delay, and returns when all that was put before is over. */
  void flush() throws InterruptedException {
    lock.lockInterruptibly();
    flushing++;
    try {
      long through = lastPut;
      work.signal();
      while (ended.isEmpty() && isOpen(through)) {
        room.await();
      }
      ended.ifPresent(
          why -> {
            throw new BufferException("the producer has stopped: " + why);
          });
    } finally {
      flushing--;
      lock.unlock();
    }
  }

  private boolean isOpen(long through) {
    boolean nothing = waiting.isEmpty() && inFlight.isEmpty();
    return !nothing && lastOver < through;
  }

  /** No more puts; what waits is due. */
  void close() {
    lock.lock();
    try {
      closing = true;
      work.signalAll();
      room.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** What waits and will not be sent any more. */
  List<Buffered> takeRest() {
    lock.lock();
    try {
      return waiting.taken(buffer.next(Integer.MAX_VALUE, Long.MAX_VALUE));
    } finally {
      lock.unlock();
    }
  }

  /** Nothing is sent any more. Whatever is open is told so. */
  void end(String why) {
    lock.lock();
    try {
      ended = Optional.of(why);
      room.signalAll();
    } finally {
      lock.unlock();
    }
    promises.keepAll(undelivered(Cause.OUT_OF_TIME, why));
  }
}
