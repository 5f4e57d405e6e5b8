package dev.tidemark.poller.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.checkpoint.SourceRecord;
import dev.tidemark.checkpoint.store.StoreException;
import dev.tidemark.poller.lease.LeaseStore;
import dev.tidemark.poller.lease.MemoryLeases;
import dev.tidemark.poller.lease.ShardLease;
import dev.tidemark.poller.lease.ShardPosition;
import dev.tidemark.poller.lease.WorkerId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Processes that share a stream, by seed: they crash, freeze, stop and start, shards are split and
 * merged, the store is down or loses its replies, and the clocks of the leases differ by hours.
 * Then it is calm, and everything has to be finished. What must always hold is looked at after
 * every step.
 */
final class PollerSimulation {

  private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");

  /** Loses replies and is down by chance. */
  private final class Leases implements LeaseStore {
    private final MemoryLeases rows = new MemoryLeases();

    @Override
    public List<ShardLease> list() {
      fail(0.02);
      return rows.list();
    }

    @Override
    public void create(ShardLease lease) {
      fail(0.02);
      rows.create(lease);
    }

    @Override
    public Reply write(ShardLease lease) {
      fail(0.02);
      Reply reply = rows.write(lease);
      fail(0.02);
      return reply;
    }

    private void fail(double probability) {
      if (!calm && chance.nextDouble() < probability) {
        throw new StoreException(StoreException.Kind.TRANSIENT, "no answer");
      }
    }
  }

  private final Random chance;
  private final Leases leases = new Leases();
  private final SimulatedStream stream;
  private final SimulatedConsumer consumer;
  private final List<SimulatedWorker> workers = new ArrayList<>();
  private Instant now = BEGIN;
  private boolean calm;
  private int started;

  PollerSimulation(long seed) {
    this.chance = new Random(seed);
    this.stream = new SimulatedStream(1 + chance.nextInt(4), chance, 0.05);
    this.consumer = new SimulatedConsumer(chance, () -> now);
  }

  private void startWorker() {
    Duration skew = Duration.ofMinutes(chance.nextInt(600) - 300L);
    InstantSource clock = () -> now.plus(skew);
    workers.add(
        new SimulatedWorker(
            "worker-" + ++started, leases, stream, consumer, clock, this::checkParentsFirst));
  }

  void run() {
    startWorker();
    startWorker();
    for (int i = 0; i < 600; i++) {
      disturb();
      step();
    }
    calm = true;
    stream.calm();
    Instant until = now.plus(Duration.ofMinutes(5));
    while (now.isBefore(until)) {
      step();
    }
    checkTheEnd();
  }

  private void disturb() {
    switch (chance.nextInt(60)) {
      case 0 -> stream.split();
      case 1 -> stream.merge();
      case 2 -> workers.remove(chance.nextInt(workers.size()));
      case 3 -> worker().freeze(Duration.ofSeconds(chance.nextInt(30)));
      case 4 -> worker().stop();
      case 5 -> startWorker();
      default -> {
        if (chance.nextInt(3) == 0) {
          stream.put();
        }
      }
    }
    workers.removeIf(SimulatedWorker::hasStopped);
    if (workers.isEmpty()) {
      startWorker();
    }
  }

  private SimulatedWorker worker() {
    return workers.get(chance.nextInt(workers.size()));
  }

  private void step() {
    workers.removeIf(SimulatedWorker::hasStopped);
    List<Runnable> possible =
        workers.stream().flatMap(worker -> worker.possible().stream()).toList();
    if (possible.isEmpty()) {
      now = now.plusMillis(250);
      if (workers.isEmpty()) {
        startWorker();
      }
    } else {
      possible.get(chance.nextInt(possible.size())).run();
      checkAlways();
    }
  }

  /** No position is ahead of what is finished, and no shard has two holders. */
  private void checkAlways() {
    for (ShardLease lease : leases.rows.list()) {
      List<SourceRecord> records = stream.records(lease.shard());
      switch (lease.position()) {
        case ShardPosition.After after ->
            assertThat(
                    records.stream()
                        .filter(r -> !consumer.isFinished(r))
                        .map(r -> r.position().sequenceNumber())
                        .anyMatch(number -> number.compareTo(after.record()) <= 0))
                .as("something up to the saved position of %s is unfinished", lease)
                .isFalse();
        case ShardPosition.Ended ended -> {
          assertThat(stream.isClosed(lease.shard())).as("%s is closed", lease).isTrue();
          assertThat(records.stream().allMatch(consumer::isFinished))
              .as("all of %s is finished", lease)
              .isTrue();
        }
        case ShardPosition.Horizon horizon -> {}
        case ShardPosition.At at -> {}
      }
    }
    List<String> held = workers.stream().flatMap(worker -> worker.holds().stream()).toList();
    assertThat(held).as("shards that workers hold").doesNotHaveDuplicates();
  }

  /** A shard that is read has parents that are finished. */
  private void checkParentsFirst() {
    Map<String, ShardLease> rows =
        leases.rows.list().stream().collect(Collectors.toMap(ShardLease::shard, row -> row));
    for (SimulatedWorker worker : workers) {
      for (String shard : worker.holds()) {
        ShardLease row = Objects.requireNonNull(rows.get(shard));
        assertThat(row.parents())
            .as("parents of %s", row)
            .allMatch(parent -> stream.records(parent).stream().allMatch(consumer::isFinished));
      }
    }
  }

  private void checkTheEnd() {
    for (ShardLease lease : leases.rows.list()) {
      assertThat(SimulatedConsumer.firstUnfinished(stream.records(lease.shard()), consumer))
          .as("what nobody has finished of %s", lease)
          .isEmpty();
      assertThat(lease.isEnded()).isEqualTo(stream.isClosed(lease.shard()));
    }
    assertThat(leases.rows.list()).hasSize(stream.shards().size());
    Map<WorkerId, Long> shares =
        leases.rows.list().stream()
            .filter(lease -> !lease.isEnded())
            .collect(Collectors.groupingBy(l -> l.owner().orElseThrow(), Collectors.counting()));
    Set<Long> sizes = new HashSet<>(shares.values());
    long open = stream.openShards();
    assertThat(sizes)
        .as("shares of %s shards for %s workers", open, workers.size())
        .allMatch(size -> size == open / workers.size() || size == open / workers.size() + 1);
  }
}
