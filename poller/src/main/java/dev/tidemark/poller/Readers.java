package dev.tidemark.poller;

import dev.tidemark.ConsumerParts;
import dev.tidemark.checkpoint.ShardKey;
import dev.tidemark.poller.lease.HeldLease;
import dev.tidemark.poller.shard.SourceException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

/** The shards that this process reads, each on a thread of its own. Thread-safe. */
final class Readers {

  private static final System.Logger LOG = System.getLogger("dev.tidemark.poller");
  private static final long LOOK_MILLIS = 100;

  private final PollerParts parts;
  private final Deliveries deliveries;
  private final Saves saves;
  private final ExecutorService threads;
  private final BiConsumer<HeldLease, Optional<String>> onOver;
  private final Map<ShardReader, Future<?>> readers = new ConcurrentHashMap<>();
  private final Semaphore ended = new Semaphore(0);

  /**
   * @param onOver is told when a shard is not read any more, with the failure if there was one
   */
  Readers(
      PollerParts parts,
      Deliveries deliveries,
      Saves saves,
      ExecutorService threads,
      BiConsumer<HeldLease, Optional<String>> onOver) {
    this.parts = parts;
    this.deliveries = deliveries;
    this.saves = saves;
    this.threads = threads;
    this.onOver = onOver;
  }

  void start(HeldLease held) {
    ShardReader reader = reader(held);
    var begin = new CountDownLatch(1);
    Future<?> reading =
        threads.submit(
            () -> {
              begin.await();
              read(reader);
              return null;
            });
    readers.put(reader, reading);
    begin.countDown();
  }

  private ShardReader reader(HeldLease held) {
    ConsumerParts consumer = parts.consumer();
    var shard = new ShardKey(consumer.settings().consumer(), parts.source().name(), held.shard());
    var lag =
        new ShardLag(shard, consumer.listeners().checkpoints(), parts.settings().timing().round());
    return new ShardReader(
        held, parts.settings(), parts.source(), deliveries, saves, lag, consumer.process().clock());
  }

  private void read(ShardReader reader) throws InterruptedException {
    Optional<String> failure = Optional.empty();
    try {
      reader.read();
    } catch (SourceException e) {
      failure = Optional.ofNullable(e.getMessage());
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.ERROR, "shard " + reader.held().shard() + " cannot be read", e);
      failure = Optional.of("shard " + reader.held().shard() + " cannot be read: " + e);
    } finally {
      readers.remove(reader);
      onOver.accept(reader.held(), failure);
      ended.release();
    }
  }

  /** Stops reading what other workers ask for. */
  void giveUpWhatIsWanted() {
    readers.keySet().stream().filter(reader -> reader.held().isWanted()).forEach(ShardReader::stop);
  }

  /**
   * Stops all, and returns when nothing is read any more.
   *
   * @param until when what is under way is interrupted
   * @param meanwhile what is done again and again until then
   */
  void stop(Instant until, Runnable meanwhile) throws InterruptedException {
    readers.keySet().forEach(ShardReader::stop);
    while (!readers.isEmpty() && parts.consumer().process().clock().instant().isBefore(until)) {
      meanwhile.run();
      awaitEnd();
    }
    interrupt();
    while (!readers.isEmpty()) {
      awaitEnd();
    }
  }

  private void awaitEnd() throws InterruptedException {
    if (ended.tryAcquire(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
      ended.drainPermits();
    }
  }

  /** Interrupts what is under way. */
  void interrupt() {
    readers.values().forEach(reading -> reading.cancel(true));
  }
}
