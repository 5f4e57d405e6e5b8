package dev.tidemark.poller;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.checkpoint.SequenceNumber;
import dev.tidemark.poller.lease.FaultyLeases;
import dev.tidemark.poller.lease.HeldLease;
import dev.tidemark.poller.lease.LeaseKeeper;
import dev.tidemark.poller.lease.LeaseStore;
import dev.tidemark.poller.lease.ListedShard;
import dev.tidemark.poller.lease.ShardLease;
import dev.tidemark.poller.lease.ShardPosition;
import dev.tidemark.poller.lease.StartRule;
import dev.tidemark.poller.lease.WorkerId;
import dev.tidemark.poller.shard.ShardStep.News;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class SavesTest {

  private static final ShardPosition SEVENTH = new ShardPosition.After(SequenceNumber.of(7));

  private final List<String> ends = new ArrayList<>();

  private Saves saves(Duration timeout, int maxConcurrent) {
    return new Saves(
        new SaveLimits(timeout, maxConcurrent, 0),
        new StoreFailures(0, ends::add),
        Clock.systemUTC());
  }

  private static HeldLease held(LeaseStore store) {
    var keeper =
        new LeaseKeeper(
            new WorkerId("me"),
            store,
            Duration.ofMinutes(10),
            StartRule.WITH_CHECKPOINTS,
            Optional.empty(),
            Clock.systemUTC());
    keeper.discovered(List.of(new ListedShard("shard", List.of())));
    return keeper.balance().get(0);
  }

  @Test
  void aSaveThatLosesItsReplyIsTriedAgainWithinItsTime() throws Exception {
    var store = new FaultyLeases();
    HeldLease held = held(store);
    store.loseNextReply();

    assertThat(saves(Duration.ofSeconds(30), 1).save(held, SEVENTH)).isEqualTo(new News.Saved());

    assertThat(store.list()).extracting(ShardLease::position).containsExactly(SEVENTH);
    assertThat(ends).isEmpty();
  }

  @Test
  void aSaveThatIsNotDoneInItsTimeHasFailed() throws Exception {
    var store = new FaultyLeases();
    HeldLease held = held(store);
    store.setDown(true);

    assertThat(saves(Duration.ofMillis(10), 1).save(held, SEVENTH))
        .isEqualTo(new News.SaveFailed());

    assertThat(ends).singleElement().asString().contains("the store is down");
  }

  @Test
  void noMoreThanSoManyAreSavedAtOnce() throws Exception {
    var writing = new CountDownLatch(1);
    var mayEnd = new CountDownLatch(1);
    var slow = new SlowLeases(writing, mayEnd);
    HeldLease first = held(slow);
    HeldLease second = held(new FaultyLeases());
    Saves one = saves(Duration.ofMillis(200), 1);
    slow.isSlow = true;
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<News> underWay = threads.submit(() -> one.save(first, SEVENTH));
      writing.await();

      assertThat(one.save(second, SEVENTH)).isEqualTo(new News.SaveFailed());
      mayEnd.countDown();

      assertThat(underWay.get()).isEqualTo(new News.Saved());
      assertThat(one.save(second, SEVENTH)).isEqualTo(new News.Saved());
    }
  }

  /** Writes when it is told to. */
  private static final class SlowLeases implements LeaseStore {
    private final FaultyLeases rows = new FaultyLeases();
    private final CountDownLatch writing;
    private final CountDownLatch mayEnd;
    volatile boolean isSlow;

    SlowLeases(CountDownLatch writing, CountDownLatch mayEnd) {
      this.writing = writing;
      this.mayEnd = mayEnd;
    }

    @Override
    public List<ShardLease> list() {
      return rows.list();
    }

    @Override
    public void create(ShardLease lease) {
      rows.create(lease);
    }

    @Override
    public Reply write(ShardLease lease) {
      if (isSlow) {
        writing.countDown();
        try {
          mayEnd.await();
        } catch (InterruptedException e) {
          throw new IllegalStateException(e);
        }
      }
      return rows.write(lease);
    }
  }
}
