package dev.tidemark.testkit.junit;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.tidemark.checkpoint.Bytes;
import dev.tidemark.checkpoint.store.NoteStore;
import dev.tidemark.checkpoint.store.PayloadStore;
import dev.tidemark.checkpoint.store.StatusStore;
import dev.tidemark.mapping.InvocationResult;
import dev.tidemark.mapping.InvocationResult.FunctionError;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * One process of a function: what Lambda calls an execution environment. It runs one invocation
 * after the other on a handler of its own, until it ends; then the next invocation gets a new
 * process and a new handler.
 *
 * <p>A process can end inside this JVM since all that it has of the world comes from here. From
 * that moment on its stores throw and change nothing, its clock throws, its invocation counts as
 * failed whatever it answers, and its thread is interrupted. The thread that ended it gets a {@link
 * ProcessEnded}.
 *
 * <p>Not simulated: code that runs on another thread at that moment runs on until it next touches
 * the stores or the clock, and {@code finally} blocks run. What such code does to objects of the
 * test itself, it does. A test that counts effects exactly lets the handler work on one record at a
 * time, or counts only what comes before {@link #reach}.
 *
 * <p>Thread-safe.
 */
public final class FunctionProcess {

  private final int number;
  private final Faults faults;
  private final Lifeline life;
  private final ProcessStatusStore statuses;
  private final ProcessPayloadStore payloads;
  private final ProcessNoteStore notes;
  private final Function<FunctionProcess, RequestStreamHandler> factory;
  private Optional<RequestStreamHandler> handler = Optional.empty();

  FunctionProcess(
      int number,
      World world,
      Faults faults,
      RunStores stores,
      Function<FunctionProcess, RequestStreamHandler> factory) {
    this.number = number;
    this.faults = faults;
    this.factory = factory;
    this.life = new Lifeline(number, world.clock());
    this.statuses = new ProcessStatusStore(stores, this::storeCall);
    this.payloads = new ProcessPayloadStore(stores.payloads(), this::storeCall);
    this.notes = new ProcessNoteStore(world.notes(), this::storeCall);
  }

  /** The status store, as this process reaches it. */
  public StatusStore statuses() {
    return statuses;
  }

  /** The payload store, as this process reaches it. */
  public PayloadStore payloads() {
    return payloads;
  }

  /** The store of notes, as this process reaches it. */
  public NoteStore notes() {
    return notes;
  }

  /**
   * The time of the simulation. It moves by the mapping's waits between invocations, by {@link
   * #pause}, and by the rest of an invocation's time when that times out; a handler that waits for
   * it to move by itself waits in vain.
   */
  public InstantSource clock() {
    return life::now;
  }

  /**
   * Lets time pass by the clock, and none really. A handler that waits here instead of sleeping is
   * tried in milliseconds. Does nothing once the process has ended.
   */
  public void pause(Duration length) {
    life.pause(length);
  }

  /** Which process of the run this is, from 1. */
  public int number() {
    return number;
  }

  /**
   * Says that code has come to a point, at which the test may have planned a fault. The name is
   * free; a name for each record tells them apart.
   *
   * @throws ProcessEnded when this is where the process ends, or it has ended before
   */
  public void reach(String point) {
    life.requireAlive();
    faults.reach(point).ifPresent(this::befall);
  }

  /**
   * Ends this process as {@code System.exit} or the out-of-memory killer would.
   *
   * @throws ProcessEnded always
   */
  public void crash() {
    life.end(FunctionError.Kind.CRASHED);
    throw new ProcessEnded(number);
  }

  /**
   * Lets the rest of the invocation's time pass and ends this process, as Lambda does with a
   * function that hangs.
   *
   * @throws ProcessEnded always
   */
  public void timeOut() {
    life.passTime();
    life.end(FunctionError.Kind.TIMED_OUT);
    throw new ProcessEnded(number);
  }

  /**
   * Lets the rest of the invocation's time pass and holds this process: whoever calls this, its
   * stores or its clock waits. For the mapping the invocation timed out. When everything else has
   * come to rest the process goes on where it stood, a zombie that knows nothing of what happened
   * since.
   */
  public void freeze() {
    life.passTime();
    life.freeze();
  }

  void thaw() {
    life.thaw();
  }

  /** Ends it without a trace; for the end of a test. */
  void end() {
    life.end(FunctionError.Kind.CRASHED);
  }

  boolean canBeInvokedAgain() {
    return life.isFree();
  }

  boolean hasEnded() {
    return life.hasEnded();
  }

  /** Runs an invocation; the first one makes the handler. */
  InvocationResult invoke(Bytes event, Invocation invocation) {
    return life.run(
        invocation,
        () -> {
          RequestStreamHandler ready = handler.orElseGet(() -> make(invocation));
          handler = Optional.of(ready);
          return invocation.callHandler(ready, event, clock());
        });
  }

  private RequestStreamHandler make(Invocation invocation) {
    try {
      return factory.apply(this);
    } catch (RuntimeException e) {
      invocation.cannotStart(e);
      throw e;
    }
  }

  private <R> R storeCall(Supplier<R> action) {
    int call = faults.nextStoreCall();
    try {
      faults.beforeStoreCall(call).ifPresent(this::befall);
      R reply = life.whileAlive(action);
      faults.afterStoreCall(call).ifPresent(this::befall);
      life.requireAlive();
      return reply;
    } catch (ProcessEnded e) {
      throw life.deadStore(e);
    }
  }

  private void befall(Faults.Trouble trouble) {
    switch (trouble) {
      case CRASH -> crash();
      case TIME_OUT -> timeOut();
      case FREEZE -> freeze();
    }
  }
}
