package dev.tidemark.poller.lease;

import dev.tidemark.poller.lease.LeaseStore.Reply;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A shard that this worker reads. Everything that it writes to the shard's row goes through here,
 * one write after the other.
 *
 * <p>A write whose reply was lost may have landed: the next one is refused then, by a row that is
 * still this worker's, and goes on from there. Refused by any other row the lease is lost for ever.
 * Thread-safe.
 */
public final class HeldLease {

  private static final int TRIES = 3;

  private final WorkerId me;
  private final LeaseStore store;
  private final Duration length;
  private ShardLease row;
  private Instant heldUntil;
  private boolean lost;

  /**
   * @param row the row with which this worker has taken the shard
   * @param takenAt when that write began
   */
  HeldLease(WorkerId me, LeaseStore store, Duration length, ShardLease row, Instant takenAt) {
    this.me = me;
    this.store = store;
    this.length = length;
    this.row = row;
    this.heldUntil = takenAt.plus(length);
  }

  public String shard() {
    return row().shard();
  }

  /** How far the shard was finished when it was written last. */
  public ShardPosition position() {
    return row().position();
  }

  private synchronized ShardLease row() {
    return row;
  }

  /**
   * Whether nobody else can have taken it: it was written within the length of a lease. Once it is
   * not, it never is again.
   */
  public synchronized boolean isHeld(Instant now) {
    lost |= !now.isBefore(heldUntil);
    return !lost;
  }

  /** Whether another worker asks for it. */
  public synchronized boolean isWanted() {
    return row.wantedBy().isPresent();
  }

  /**
   * Shows that this worker lives.
   *
   * @return whether it still has the lease
   * @throws dev.tidemark.checkpoint.store.StoreException when the outcome is unknown
   */
  public boolean renew(Instant now) {
    return write(ShardLease::renewed, now);
  }

  /**
   * Saves how far the shard is finished.
   *
   * @return whether it is saved; if not, the lease is lost
   * @throws dev.tidemark.checkpoint.store.StoreException when the outcome is unknown
   */
  public boolean save(ShardPosition position, Instant now) {
    return write(lease -> lease.at(position), now);
  }

  /**
   * Gives the shard back, for anybody to take at once.
   *
   * @throws dev.tidemark.checkpoint.store.StoreException when the outcome is unknown
   */
  public synchronized void giveBack(Instant now) {
    if (!lost) {
      write(ShardLease::givenBack, now);
      lost = true;
    }
  }

  private synchronized boolean write(UnaryOperator<ShardLease> change, Instant now) {
    for (int i = 0; i < TRIES && isHeld(now); i++) {
      ShardLease next = change.apply(row);
      switch (store.write(next)) {
        case Reply.Written written -> {
          row = next;
          heldUntil = now.plus(length);
          return true;
        }
        case Reply.Refused refused -> {
          Optional<ShardLease> mine = refused.stored().filter(stored -> stored.isOwnedBy(me));
          lost = mine.isEmpty();
          row = mine.orElse(row);
        }
      }
    }
    return false;
  }
}
