package dev.tidemark.engine;

import dev.tidemark.checkpoint.protocol.Command;
import dev.tidemark.checkpoint.protocol.DeliveryRun;
import dev.tidemark.checkpoint.protocol.Event;
import dev.tidemark.checkpoint.protocol.RecordResult;
import dev.tidemark.checkpoint.protocol.RecordStart;
import dev.tidemark.checkpoint.protocol.Response;
import dev.tidemark.checkpoint.protocol.Saved;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** One invocation under way: carries out what it says, and tells it what came of that. */
final class DeliveryLoop implements RecordProcessor.Checkpoints {

  /** Is told of each answer of a store, by the thread that runs the loop. */
  @FunctionalInterface
  interface Observer {
    void answered(Command.Call call, Event answer);
  }

  /** An event, with the call that it answers if it is an answer of a store. */
  private record Happened(Event event, Optional<Command.Call> call) {}

  private final DeliveryRun run;
  private final EngineParts parts;
  private final TimedCalls stores;
  private final Instant deadline;
  private final Observer observer;
  private final BlockingQueue<Happened> events = new LinkedBlockingQueue<>();
  private final AtomicInteger tickets = new AtomicInteger();
  private final Map<Integer, CompletableFuture<Saved>> wanted = new ConcurrentHashMap<>();

  DeliveryLoop(
      DeliveryRun run, EngineParts parts, TimedCalls stores, Instant deadline, Observer observer) {
    this.run = run;
    this.parts = parts;
    this.stores = stores;
    this.deadline = deadline;
    this.observer = observer;
  }

  /** Runs it to its end, on the calling thread. */
  Response toTheEnd(RecordProcessor processor) throws InterruptedException {
    var commands = new ArrayDeque<Command>(run.start());
    while (true) {
      for (Command command = commands.poll(); command != null; command = commands.poll()) {
        if (command instanceof Command.Respond respond) {
          return respond.response();
        }
        carryOut(command, processor);
      }
      Happened next = next();
      next.call().ifPresent(call -> observer.answered(call, next.event()));
      commands.addAll(run.on(next.event(), parts.clock().instant()));
    }
  }

  private Happened next() throws InterruptedException {
    Optional<Instant> alarm = run.alarm();
    if (alarm.isEmpty()) {
      return events.take();
    }
    Duration left = Duration.between(parts.clock().instant(), alarm.get());
    Happened next = left.isNegative() ? events.poll() : poll(left);
    return next != null ? next : new Happened(new Event.Alarm(), Optional.empty());
  }

  private @Nullable Happened poll(Duration atMost) throws InterruptedException {
    return events.poll(atMost.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void tell(Event event) {
    events.add(new Happened(event, Optional.empty()));
  }

  private void carryOut(Command command, RecordProcessor processor) {
    switch (command) {
      case Command.Call call ->
          stores.make(
              call, deadline, answer -> events.add(new Happened(answer, Optional.of(call))));
      case Command.Run starts -> run(starts.starts(), processor);
      case Command.Pause pause -> Thread.ofVirtual().start(() -> pause(pause.length()));
      case Command.AnswerCheckpoint answer -> answer(answer);
      case Command.Respond respond -> throw new IllegalStateException("is not carried out");
    }
  }

  private void pause(Duration length) {
    try {
      if (!length.isZero()) {
        parts.pauses().pause(length);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    tell(new Event.Paused());
  }

  @Override
  public Saved checkpoint() throws InterruptedException {
    int ticket = tickets.incrementAndGet();
    var answer = new CompletableFuture<Saved>();
    wanted.put(ticket, answer);
    tell(new Event.CheckpointWanted(ticket));
    try {
      return answer.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("a checkpoint is answered, never failed", e);
    }
  }

  private void answer(Command.AnswerCheckpoint answer) {
    CompletableFuture<Saved> waiting = wanted.remove(answer.ticket());
    if (waiting != null) {
      waiting.complete(answer.saved());
    }
  }

  private void run(List<RecordStart> starts, RecordProcessor processor) {
    switch (processor) {
      case RecordProcessor.OneByOne one -> {
        for (RecordStart start : starts) {
          Thread.ofVirtual().start(() -> finished(start, processOne(one, start)));
        }
      }
      case RecordProcessor.Together together ->
          Thread.ofVirtual().start(() -> new GroupRun(starts, this).process(together));
    }
  }

  private RecordResult processOne(RecordProcessor.OneByOne processor, RecordStart start) {
    try {
      RecordResult result = processor.process(start, this);
      return result != null
          ? result
          : failed(new NullPointerException("a record came back without a result"));
    } catch (Throwable e) {
      return failed(e);
    }
  }

  static RecordResult failed(Throwable cause) {
    return new RecordResult.Failed(RecordErrors.of(cause));
  }

  void finished(RecordStart start, RecordResult result) {
    tell(new Event.RecordFinished(start.index(), result));
  }
}
