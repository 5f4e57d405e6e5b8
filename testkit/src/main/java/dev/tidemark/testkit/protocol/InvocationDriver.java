package dev.tidemark.testkit.protocol;

import dev.tidemark.checkpoint.protocol.Command;
import dev.tidemark.checkpoint.protocol.DeliveryRun;
import dev.tidemark.checkpoint.protocol.Event;
import dev.tidemark.checkpoint.protocol.Invocation;
import dev.tidemark.checkpoint.protocol.InvocationState;
import dev.tidemark.checkpoint.protocol.RecordResult;
import dev.tidemark.checkpoint.protocol.RecordStart;
import dev.tidemark.checkpoint.protocol.Response;
import dev.tidemark.checkpoint.protocol.Saved;
import dev.tidemark.checkpoint.store.PayloadStore;
import dev.tidemark.checkpoint.store.StatusStore;
import dev.tidemark.checkpoint.store.StoreException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One invocation under the hand of a test: nothing happens in it but what the test lets happen, one
 * thing at a time.
 *
 * <p>What the invocation waits for stands in {@link #waiting()}. Each call to a store can be
 * answered, fail before it arrives, land and lose its reply, or be given up by the invocation and
 * land later. The invocation can die at any point; several of them over the same stores can be
 * interleaved as one likes. Deterministic and not thread-safe.
 */
public final class InvocationDriver {

  /** An invocation that is told more between two records goes in circles. */
  private static final int MOST_EVENTS = 10_000;

  private final DeliveryRun invocation;
  private final StoreAnswers stores;
  private final InstantSource clock;
  private final List<Step> waiting = new ArrayList<>();
  private final List<RecordStart> started = new ArrayList<>();
  private final Set<Move> moves = new HashSet<>();
  private final Map<Integer, Saved> saved = new HashMap<>();
  private @Nullable Response response;
  private boolean dead;
  private int eventsSinceRecord;

  /**
   * Starts the invocation; its first call waits.
   *
   * @param clock the clock of this invocation's process
   */
  public InvocationDriver(
      DeliveryRun invocation, StatusStore statuses, PayloadStore payloads, InstantSource clock) {
    this.invocation = Objects.requireNonNull(invocation);
    this.stores = new StoreAnswers(statuses, payloads);
    this.clock = Objects.requireNonNull(clock);
    take(invocation.start());
  }

  /** What the invocation waits for, the oldest first; nothing once it is over or dead. */
  public List<Step> waiting() {
    return List.copyOf(waiting);
  }

  /** The oldest call to a store of this kind that waits. */
  public Optional<Step.Call> call(Class<? extends Command.Call> kind) {
    return calls(call -> kind.isInstance(call.call()));
  }

  private Optional<Step.Call> calls(Predicate<Step.Call> wanted) {
    return waiting.stream()
        .filter(Step.Call.class::isInstance)
        .map(Step.Call.class::cast)
        .filter(wanted)
        .findFirst();
  }

  /** Every record that was handed to the handler so far, in order of start. */
  public List<RecordStart> started() {
    return List.copyOf(started);
  }

  /** How it ended, absent while it goes on and after it died. */
  public Optional<Response> response() {
    return Optional.ofNullable(response);
  }

  /** Whether it has neither responded nor died. */
  public boolean isAlive() {
    return response == null && !dead;
  }

  /** The store carries the call out, and the invocation gets the reply. */
  public void answer(Step.Call step) {
    happened(step);
    tell(stores.make(step.call()));
  }

  /** The call never arrives, and the invocation is told that it failed. */
  public void fail(Step.Call step, StoreException.Kind kind) {
    happened(step);
    tell(new Event.CallFailed(step.call(), kind, "did not arrive"));
  }

  /** The store carries the call out, and the invocation is told that it failed. */
  public void loseReply(Step.Call step) {
    happened(step);
    stores.make(step.call());
    tell(timedOut(step));
  }

  /** The invocation is told that the call failed, while it is still on its way. */
  public LateCall delay(Step.Call step) {
    happened(step);
    tell(timedOut(step));
    return new LateCall(step.call(), stores);
  }

  private static Event timedOut(Step.Call step) {
    return new Event.CallFailed(step.call(), StoreException.Kind.TRANSIENT, "timed out");
  }

  /** The handler is done with a record. */
  public void finish(Step.Running step, RecordResult result) {
    happened(step);
    tell(new Event.RecordFinished(step.start().index(), result));
  }

  /** A handler that runs asks for a checkpoint. */
  public void wantCheckpoint(int ticket) {
    tell(new Event.CheckpointWanted(ticket));
  }

  /** What became of a checkpoint that was asked for, absent while it is under way. */
  public Optional<Saved> saved(int ticket) {
    return Optional.ofNullable(saved.get(ticket));
  }

  /** A wait is over. */
  public void resume(Step.Pause step) {
    happened(step);
    tell(new Event.Paused());
  }

  /**
   * The alarm rings if its time has come.
   *
   * @return whether it rang
   */
  public boolean ringAlarm() {
    boolean due = invocation.alarm().filter(time -> !clock.instant().isBefore(time)).isPresent();
    if (due && isAlive()) {
      tell(new Event.Alarm());
    }
    return due;
  }

  /**
   * The process dies now.
   *
   * @return its calls that are still on their way, to land when the test says so, or never
   */
  public List<LateCall> die() {
    dead = true;
    List<LateCall> late =
        waiting.stream()
            .filter(Step.Call.class::isInstance)
            .map(step -> new LateCall(((Step.Call) step).call(), stores))
            .toList();
    waiting.clear();
    return late;
  }

  /** Lets everything go well, the oldest first, until there is a step that the test looks for. */
  public Step runUntil(Predicate<Step> wanted, Function<RecordStart, RecordResult> handler) {
    while (isAlive()) {
      Optional<Step> found = waiting.stream().filter(wanted).findFirst();
      if (found.isPresent()) {
        return found.get();
      }
      goOn(handler);
    }
    throw new IllegalStateException("over before the step: " + response);
  }

  /** Lets everything go well until a call of this kind waits. */
  public Step.Call runUntil(
      Class<? extends Command.Call> kind, Function<RecordStart, RecordResult> handler) {
    return (Step.Call)
        runUntil(step -> step instanceof Step.Call call && kind.isInstance(call.call()), handler);
  }

  /**
   * Lets everything go well to the end.
   *
   * @throws IllegalStateException when the invocation waits for nothing and is not over
   */
  public Response runToEnd(Function<RecordStart, RecordResult> handler) {
    while (isAlive()) {
      goOn(handler);
    }
    return Optional.ofNullable(response).orElseThrow(() -> new IllegalStateException("it died"));
  }

  /** Lets the oldest step go well. */
  public void goOn(Function<RecordStart, RecordResult> handler) {
    if (waiting.isEmpty()) {
      throw new IllegalStateException("waits for nothing and is not over");
    }
    switch (waiting.get(0)) {
      case Step.Call call -> answer(call);
      case Step.Running record -> finish(record, handler.apply(record.start()));
      case Step.Pause pause -> resume(pause);
    }
  }

  private void happened(Step step) {
    if (!waiting.remove(step)) {
      throw new IllegalStateException("nothing waits for " + step);
    }
  }

  /**
   * @throws IllegalStateException when the invocation seems never to end
   */
  private void tell(Event event) {
    eventsSinceRecord = event instanceof Event.RecordFinished ? 0 : eventsSinceRecord + 1;
    if (eventsSinceRecord > MOST_EVENTS) {
      throw new IllegalStateException("goes in circles: waits for " + waiting + " after " + event);
    }
    Optional<InvocationState> before = state();
    List<Command> commands = invocation.on(event, clock.instant());
    before.ifPresent(from -> moves.add(new Move(from, event.getClass(), state().orElse(from))));
    take(commands);
  }

  private Optional<InvocationState> state() {
    return invocation instanceof Invocation checkpointed
        ? Optional.of(checkpointed.state())
        : Optional.empty();
  }

  /** Every kind of move that it has made; none of an invocation without checkpoints. */
  public Set<Move> moves() {
    return Set.copyOf(moves);
  }

  private void take(List<Command> commands) {
    for (Command command : commands) {
      switch (command) {
        case Command.Call call -> waiting.add(new Step.Call(call));
        case Command.Run run -> {
          for (RecordStart start : run.starts()) {
            started.add(start);
            waiting.add(new Step.Running(start));
          }
        }
        case Command.Pause pause -> waiting.add(new Step.Pause(pause.length()));
        case Command.AnswerCheckpoint answer -> saved.put(answer.ticket(), answer.saved());
        case Command.Respond respond -> response = respond.response();
      }
    }
  }
}
