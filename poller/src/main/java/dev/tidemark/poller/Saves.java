package dev.tidemark.poller;

import dev.tidemark.checkpoint.store.StoreException;
import dev.tidemark.poller.lease.HeldLease;
import dev.tidemark.poller.lease.ShardPosition;
import dev.tidemark.poller.shard.ShardStep.News;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Saves positions, so many at once and each within a time. Thread-safe. */
final class Saves {

  private static final System.Logger LOG = System.getLogger("dev.tidemark.poller");
  private static final Duration BETWEEN_TRIES = Duration.ofMillis(250);

  private final SaveLimits limits;
  private final StoreFailures failures;
  private final InstantSource clock;
  private final Semaphore slots;

  Saves(SaveLimits limits, StoreFailures failures, InstantSource clock) {
    this.limits = limits;
    this.failures = failures;
    this.clock = clock;
    this.slots = new Semaphore(limits.maxConcurrent());
  }

  /** {@code Saved} or {@code SaveFailed}. */
  News save(HeldLease held, ShardPosition position) throws InterruptedException {
    Instant until = clock.instant().plus(limits.timeout());
    if (!slots.tryAcquire(limits.timeout().toMillis(), TimeUnit.MILLISECONDS)) {
      return failed(held, "too many positions were being saved at once");
    }
    try {
      return save(held, position, until);
    } finally {
      slots.release();
    }
  }

  private News save(HeldLease held, ShardPosition position, Instant until)
      throws InterruptedException {
    while (true) {
      try {
        boolean saved = held.save(position, clock.instant());
        failures.succeeded();
        return saved ? new News.Saved() : new News.SaveFailed();
      } catch (StoreException e) {
        if (e.kind() == StoreException.Kind.MISCONFIGURED
            || !clock.instant().plus(BETWEEN_TRIES).isBefore(until)) {
          return failed(held, String.valueOf(e.getMessage()));
        }
        TimeUnit.MILLISECONDS.sleep(BETWEEN_TRIES.toMillis());
      }
    }
  }

  private News failed(HeldLease held, String why) {
    LOG.log(
        System.Logger.Level.WARNING,
        "the position in shard {0} is not saved; what is finished stays recorded all the same: {1}",
        held.shard(),
        why);
    failures.failed(why);
    return new News.SaveFailed();
  }
}
