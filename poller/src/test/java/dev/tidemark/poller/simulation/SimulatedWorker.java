package dev.tidemark.poller.simulation;

import dev.tidemark.checkpoint.store.StoreException;
import dev.tidemark.poller.lease.HeldLease;
import dev.tidemark.poller.lease.LeaseKeeper;
import dev.tidemark.poller.lease.LeaseStore;
import dev.tidemark.poller.lease.ShardPosition;
import dev.tidemark.poller.lease.StartRule;
import dev.tidemark.poller.lease.WorkerId;
import dev.tidemark.poller.shard.ReadingPace;
import dev.tidemark.poller.shard.SaveRule;
import dev.tidemark.poller.shard.ShardRun;
import dev.tidemark.poller.shard.ShardStep;
import dev.tidemark.poller.shard.ShardStep.News;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A process: its rounds and its readers, a step at a time. */
final class SimulatedWorker {

  static final Duration LEASE = Duration.ofSeconds(9);

  private static final ReadingPace PACE =
      new ReadingPace(5, Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofSeconds(4));
  private static final SaveRule SAVING =
      new SaveRule(Duration.ofSeconds(1), 3, Duration.ofSeconds(5), Duration.ZERO);

  /** A shard that it reads. */
  private final class Reader {
    final HeldLease held;
    final ShardRun run;
    ShardStep step;
    Instant readyAt;
    Optional<SimulatedConsumer.Delivery> delivery = Optional.empty();
    boolean stopping;

    Reader(HeldLease held) {
      this.held = held;
      this.run = new ShardRun(held.position(), PACE, SAVING, clock.instant());
      this.step = run.next(new News.Begun(), clock.instant());
      this.readyAt = clock.instant();
    }
  }

  private final InstantSource clock;
  private final LeaseKeeper keeper;
  private final SimulatedStream stream;
  private final SimulatedConsumer consumer;
  private final List<Reader> readers = new ArrayList<>();
  private final Runnable beforeDelivery;
  private Instant nextRound;
  private Instant frozenUntil = Instant.MIN;
  private boolean stopping;

  SimulatedWorker(
      String name,
      LeaseStore store,
      SimulatedStream stream,
      SimulatedConsumer consumer,
      InstantSource clock,
      Runnable beforeDelivery) {
    this.clock = clock;
    this.stream = stream;
    this.consumer = consumer;
    this.beforeDelivery = beforeDelivery;
    this.nextRound = clock.instant();
    this.keeper =
        new LeaseKeeper(
            new WorkerId(name), store, LEASE, StartRule.WITH_CHECKPOINTS, Optional.empty(), clock);
  }

  void freeze(Duration length) {
    frozenUntil = clock.instant().plus(length);
  }

  void stop() {
    stopping = true;
    readers.forEach(reader -> reader.stopping = true);
  }

  boolean hasStopped() {
    return stopping && readers.isEmpty();
  }

  /** The shards that it may believe to be its own. */
  List<String> holds() {
    return readers.stream()
        .filter(reader -> reader.held.isHeld(clock.instant()))
        .map(reader -> reader.held.shard())
        .toList();
  }

  /** What it can do now. */
  List<Runnable> possible() {
    Instant now = clock.instant();
    var actions = new ArrayList<Runnable>();
    if (now.isBefore(frozenUntil)) {
      return actions;
    }
    if (!stopping && !now.isBefore(nextRound)) {
      actions.add(this::round);
    }
    for (Reader reader : readers) {
      if (!now.isBefore(reader.readyAt)) {
        actions.add(() -> step(reader));
      }
    }
    return actions;
  }

  private void round() {
    nextRound = clock.instant().plus(LEASE.dividedBy(3));
    try {
      if (keeper.renew().isPresent()) {
        return;
      }
      keeper.discovered(stream.shards());
      for (Reader reader : readers) {
        reader.stopping |= reader.held.isWanted();
      }
      keeper.balance().forEach(held -> readers.add(new Reader(held)));
    } catch (StoreException e) {
      nextRound = clock.instant().plusSeconds(1);
    }
  }

  private void step(Reader reader) {
    Optional<News> news = carryOut(reader);
    if (news.isEmpty()) {
      return;
    }
    if (!reader.held.isHeld(clock.instant())) {
      over(reader);
      return;
    }
    reader.step =
        reader.stopping
            ? reader.run.nextWhenStopping(news.get(), clock.instant())
            : reader.run.next(news.get(), clock.instant());
    reader.readyAt = clock.instant();
    if (reader.step instanceof ShardStep.Pause pause) {
      reader.readyAt = clock.instant().plus(pause.length());
    } else if (reader.step instanceof ShardStep.Over) {
      over(reader);
    }
  }

  /** A delivery takes two steps: between them anything can happen. */
  private Optional<News> carryOut(Reader reader) {
    String shard = reader.held.shard();
    return switch (reader.step) {
      case ShardStep.Open open -> Optional.of(stream.open(shard, open.from()));
      case ShardStep.Read read -> Optional.of(stream.read(shard, read.cursor(), read.atMost()));
      case ShardStep.Pause pause -> Optional.of(new News.Paused());
      case ShardStep.Save save -> Optional.of(save(reader, save.position()));
      case ShardStep.Over over -> throw new AssertionError("a step behind the end");
      case ShardStep.Deliver deliver -> {
        if (reader.delivery.isEmpty()) {
          beforeDelivery.run();
          reader.delivery = Optional.of(consumer.begin(deliver.records()));
          reader.readyAt = clock.instant().plusMillis(500);
          yield Optional.empty();
        }
        News end = consumer.end(reader.delivery.get());
        reader.delivery = Optional.empty();
        yield Optional.of(end);
      }
    };
  }

  private News save(Reader reader, ShardPosition position) {
    try {
      return reader.held.save(position, clock.instant()) ? new News.Saved() : new News.SaveFailed();
    } catch (StoreException e) {
      return new News.SaveFailed();
    }
  }

  private void over(Reader reader) {
    try {
      if (!(reader.held.position() instanceof ShardPosition.Ended)) {
        reader.held.giveBack(clock.instant());
      }
    } catch (StoreException e) {
      // As in the poller: the shard is free when its lease is over.
      nextRound = clock.instant();
    }
    keeper.over(reader.held);
    readers.remove(reader);
  }
}
