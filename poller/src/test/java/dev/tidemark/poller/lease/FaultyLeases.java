package dev.tidemark.poller.lease;

import dev.tidemark.checkpoint.store.StoreException;
import java.util.List;

/** Rows in memory, whose writes can land and lose their reply, or not land at all. */
public final class FaultyLeases implements LeaseStore {

  private final MemoryLeases leases = new MemoryLeases();
  private boolean losesReply;
  private boolean isDown;
  private int writesUntilDown = Integer.MAX_VALUE;

  public void loseNextReply() {
    losesReply = true;
  }

  public void setDown(boolean down) {
    isDown = down;
  }

  public void goDownAfter(int writes) {
    writesUntilDown = writes;
  }

  @Override
  public List<ShardLease> list() {
    requireUp();
    return leases.list();
  }

  @Override
  public void create(ShardLease lease) {
    requireUp();
    leases.create(lease);
  }

  @Override
  public Reply write(ShardLease lease) {
    isDown |= writesUntilDown-- == 0;
    requireUp();
    Reply reply = leases.write(lease);
    if (losesReply) {
      losesReply = false;
      throw new StoreException(StoreException.Kind.TRANSIENT, "the reply is lost");
    }
    return reply;
  }

  private void requireUp() {
    if (isDown) {
      throw new StoreException(StoreException.Kind.TRANSIENT, "the store is down");
    }
  }
}
