package dev.tidemark.poller;

import dev.tidemark.ConsumerParts;
import dev.tidemark.KinesisBatchConsumer;
import dev.tidemark.KinesisConsumer;
import dev.tidemark.KinesisEnricher;
import dev.tidemark.checkpoint.store.StoreException;
import dev.tidemark.poller.lease.HeldLease;
import dev.tidemark.poller.lease.LeaseKeeper;
import dev.tidemark.poller.lease.LeaseStore;
import dev.tidemark.poller.lease.ListedShard;
import dev.tidemark.poller.lease.MemoryLeases;
import dev.tidemark.poller.lease.WorkerId;
import dev.tidemark.poller.shard.SourceException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A consumer that runs outside Lambda, for as long as its process: it reads the shards of a stream
 * and hands their records to a {@link KinesisConsumer}, {@link KinesisBatchConsumer} or {@link
 * KinesisEnricher}, which promises what it promises on Lambda.
 *
 * <p>Processes with the same consumer name share the shards. Each has its part; when one ends or
 * dies the others take over. Records of a shard that was split or merged come before those of the
 * shards that it became. Thread-safe.
 */
public final class Poller implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger("dev.tidemark.poller");

  private final PollerParts parts;
  private final LeaseKeeper keeper;
  private final InstantSource clock;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Readers readers;
  private final AtomicReference<@Nullable List<ListedShard>> found = new AtomicReference<>();
  private final Semaphore wakeUp = new Semaphore(0);
  private final CountDownLatch stop = new CountDownLatch(1);
  private final CountDownLatch over = new CountDownLatch(1);
  private final AtomicReference<@Nullable PollerException> failure = new AtomicReference<>();
  private volatile Instant discoverAt = Instant.MIN;

  private Poller(PollerParts parts, Function<ConsumerParts, PolledFunction> consumer) {
    PollerSettings settings = parts.settings();
    this.parts = parts;
    this.clock = parts.consumer().process().clock();
    var failures = new StoreFailures(settings.limits().tolerableFailures(), this::fail);
    ConsumerParts listening =
        parts
            .consumer()
            .withCheckpointListener(failures.listening(parts.consumer().listeners().checkpoints()));
    LeaseStore leases = settings.keepsCheckpoints() ? parts.leases() : new MemoryLeases();
    this.keeper =
        new LeaseKeeper(
            new WorkerId(UUID.randomUUID().toString()),
            leases,
            settings.timing().lease(),
            settings.startRule(),
            settings.start(),
            clock);
    var deliveries =
        new Deliveries(
            consumer.apply(listening),
            settings.consumer().consumer(),
            parts.source().arn(),
            settings.timing().delivery(),
            clock,
            threads);
    var saves = new Saves(settings.limits(), failures, clock);
    this.readers = new Readers(parts, deliveries, saves, threads, this::readingIsOver);
  }

  /**
   * Starts to consume record by record.
   *
   * @param consumer makes the consumer of its parts, for example {@code Orders::new}
   */
  public static Poller records(
      PollerParts parts, Function<ConsumerParts, ? extends KinesisConsumer<?>> consumer) {
    return start(parts, made -> consumer.apply(made)::handleEvent);
  }

  /** Starts to consume several records at a time. */
  public static Poller batches(
      PollerParts parts, Function<ConsumerParts, ? extends KinesisBatchConsumer<?>> consumer) {
    return start(parts, made -> consumer.apply(made)::handleEvent);
  }

  /**
   * Starts to write what an enricher makes of each record to another stream. A shard has one
   * delivery at a time, as with a mapping whose parallelization factor is 1.
   */
  public static Poller enricher(
      PollerParts parts, Function<ConsumerParts, ? extends KinesisEnricher<?, ?>> enricher) {
    return start(parts, made -> enricher.apply(made)::handleEvent);
  }

  private static Poller start(PollerParts parts, Function<ConsumerParts, PolledFunction> consumer) {
    var poller = new Poller(parts, consumer);
    Thread.ofPlatform().name("tidemark-poller").start(poller::run);
    return poller;
  }

  /** Stops as {@link #close} does when the process is told to end, for example by SIGTERM. */
  public Poller stoppingWithTheProcess() {
    Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(this::stopWithTheProcess));
    return this;
  }

  private void stopWithTheProcess() {
    stop.countDown();
    wakeUp.release();
    try {
      over.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Waits until it has ended: it was closed, or all shards have come to an end and no new ones can
   * follow, as with a file.
   *
   * @throws PollerException when it had to end; the message says what to do
   */
  public void awaitEnd() throws InterruptedException {
    over.await();
    PollerException failed = failure.get();
    if (failed != null) {
      throw failed;
    }
  }

  /**
   * Stops: what is under way is finished, what is finished is saved, and the shards are given back
   * for others to go on at once. Returns when that is done.
   */
  @Override
  public void close() {
    stopWithTheProcess();
  }

  private void fail(String why) {
    failure.compareAndSet(null, new PollerException(why));
    stop.countDown();
    wakeUp.release();
  }

  private void run() {
    try {
      while (stop.getCount() > 0) {
        round();
        long pause = parts.settings().timing().round().toMillis();
        if (stop.getCount() > 0 && wakeUp.tryAcquire(pause, TimeUnit.MILLISECONDS)) {
          wakeUp.drainPermits();
        }
      }
      stopReading();
    } catch (InterruptedException e) {
      fail("interrupted");
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.ERROR, "the poller ends", e);
      fail("the poller ends: " + e);
    } finally {
      readers.interrupt();
      threads.shutdownNow();
      parts.source().close();
      over.countDown();
    }
  }

  /** One look at everything. A store that is down is looked at again in the next round. */
  private void round() {
    try {
      discover();
      renew();
      List<ListedShard> shards = found.getAndSet(null);
      if (shards != null) {
        keeper.discovered(shards);
      }
      readers.giveUpWhatIsWanted();
      keeper.balance().forEach(readers::start);
      if (keeper.isFinished() && parts.source().endsWithItsShards()) {
        stop.countDown();
      }
    } catch (StoreException e) {
      switch (e.kind()) {
        case MISCONFIGURED -> fail(String.valueOf(e.getMessage()));
        case TRANSIENT -> LOG.log(System.Logger.Level.WARNING, String.valueOf(e.getMessage()));
      }
    }
  }

  /** Beside the round, which has to renew in time. */
  private void discover() {
    if (clock.instant().isBefore(discoverAt)) {
      return;
    }
    discoverAt = clock.instant().plus(parts.settings().timing().discovery());
    threads.execute(
        () -> {
          try {
            found.set(parts.source().shards());
            wakeUp.release();
          } catch (SourceException e) {
            onSourceFailure(e);
          }
        });
  }

  private void onSourceFailure(SourceException e) {
    switch (e.kind()) {
      case MISCONFIGURED -> fail(String.valueOf(e.getMessage()));
      case TRANSIENT -> {
        LOG.log(System.Logger.Level.WARNING, String.valueOf(e.getMessage()));
        discoverAt = clock.instant().plus(parts.settings().timing().round());
      }
    }
  }

  private void readingIsOver(HeldLease held, Optional<String> why) {
    keeper.over(held);
    why.ifPresent(this::fail);
    discoverAt = Instant.MIN;
    wakeUp.release();
  }

  private void stopReading() throws InterruptedException {
    Timing timing = parts.settings().timing();
    var renewAt = new AtomicReference<>(clock.instant());
    readers.stop(
        clock.instant().plus(timing.stop()),
        () -> {
          if (!clock.instant().isBefore(renewAt.get())) {
            renew();
            renewAt.set(clock.instant().plus(timing.round()));
          }
        });
  }

  private void renew() {
    keeper
        .renew()
        .ifPresent(e -> LOG.log(System.Logger.Level.WARNING, "not renewed: " + e.getMessage()));
  }
}
