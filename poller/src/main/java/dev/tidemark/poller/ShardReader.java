package dev.tidemark.poller;

import dev.tidemark.checkpoint.store.StoreException;
import dev.tidemark.poller.lease.HeldLease;
import dev.tidemark.poller.lease.ShardPosition;
import dev.tidemark.poller.shard.ShardRun;
import dev.tidemark.poller.shard.ShardStep;
import dev.tidemark.poller.shard.ShardStep.News;
import dev.tidemark.poller.shard.StreamSource;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** Reads one shard on a thread of its own: carries out what its {@link ShardRun} says. */
final class ShardReader {

  private static final System.Logger LOG = System.getLogger("dev.tidemark.poller");

  private final HeldLease held;
  private final ShardRun run;
  private final StreamSource source;
  private final Deliveries deliveries;
  private final Saves saves;
  private final ShardLag lag;
  private final InstantSource clock;
  private final CountDownLatch stop = new CountDownLatch(1);

  ShardReader(
      HeldLease held,
      PollerSettings settings,
      StreamSource source,
      Deliveries deliveries,
      Saves saves,
      ShardLag lag,
      InstantSource clock) {
    this.held = held;
    this.run =
        new ShardRun(held.position(), settings.reading(), settings.saving(), clock.instant());
    this.source = source;
    this.deliveries = deliveries;
    this.saves = saves;
    this.lag = lag;
    this.clock = clock;
  }

  HeldLease held() {
    return held;
  }

  /** Finishes the delivery that is under way, saves, gives the shard up and is over. */
  void stop() {
    stop.countDown();
  }

  /**
   * Reads until the shard is at its end or lost, or it is stopped.
   *
   * @throws InterruptedException when the delivery under way is not waited for any longer
   */
  void read() throws InterruptedException {
    try {
      ShardStep step = run.next(new News.Begun(), clock.instant());
      while (!(step instanceof ShardStep.Over)) {
        News news = carryOut(step);
        Instant now = clock.instant();
        if (!held.isHeld(now)) {
          LOG.log(System.Logger.Level.INFO, "lost shard {0} to another process", held.shard());
          return;
        }
        step = stop.getCount() == 0 ? run.nextWhenStopping(news, now) : run.next(news, now);
        tellLag(now);
      }
    } finally {
      giveBack();
    }
  }

  private void tellLag(Instant now) {
    run.behind(now).ifPresent(behind -> lag.is(behind, now));
  }

  private News carryOut(ShardStep step) throws InterruptedException {
    return switch (step) {
      case ShardStep.Open open -> source.open(held.shard(), open.from());
      case ShardStep.Read read -> source.read(held.shard(), read.cursor(), read.atMost());
      case ShardStep.Deliver deliver -> deliveries.deliver(held.shard(), deliver.records());
      case ShardStep.Save save -> saves.save(held, save.position());
      case ShardStep.Pause pause -> pause(pause.length());
      case ShardStep.Over over -> throw new IllegalStateException("nothing is to be done");
    };
  }

  /** Up to a fifth longer, so that readers that fail together do not try again together. */
  private News pause(Duration length) throws InterruptedException {
    long millis = length.toMillis();
    long jitter = ThreadLocalRandom.current().nextLong(millis / 5 + 1);
    if (stop.await(millis + jitter, TimeUnit.MILLISECONDS)) {
      LOG.log(System.Logger.Level.DEBUG, "a pause in shard {0} was cut short", held.shard());
    }
    return new News.Paused();
  }

  private void giveBack() {
    if (held.position() instanceof ShardPosition.Ended) {
      return;
    }
    try {
      held.giveBack(clock.instant());
    } catch (StoreException e) {
      LOG.log(
          System.Logger.Level.WARNING,
          "shard {0} was not given back and is free when its lease is over: {1}",
          held.shard(),
          e.getMessage());
    }
  }
}
