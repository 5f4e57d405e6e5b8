package dev.tidemark.testkit.junit;

import dev.tidemark.checkpoint.Bytes;
import dev.tidemark.mapping.InvocationResult;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.function.IntFunction;

/** The processes of a run: warm ones are used again, and a new one starts when there is none. */
final class ProcessPool {

  /** What is delivered to a process. */
  record Delivery(
      String requestId,
      List<TestRecord> records,
      Bytes event,
      Instant deadline,
      Consumer<String> log) {}

  private final IntFunction<FunctionProcess> starter;
  private final Deque<FunctionProcess> warm = new ArrayDeque<>();
  private final List<FunctionProcess> started = new ArrayList<>();
  private final List<Invocation> begun = new ArrayList<>();
  private final List<Optional<RunInvocation>> ended = new ArrayList<>();

  ProcessPool(IntFunction<FunctionProcess> starter) {
    this.starter = starter;
  }

  /** Every invocation that has ended for the mapping, in the order in which they began. */
  synchronized List<RunInvocation> invocations() {
    return ended.stream().flatMap(Optional::stream).toList();
  }

  InvocationResult deliver(Delivery delivery) {
    FunctionProcess process = take();
    Invocation invocation = begin(delivery);
    InvocationResult result = process.invoke(delivery.event(), invocation);
    if (process.hasEnded()) {
      invocation.settle();
    }
    giveBack(process, invocation, delivery, result);
    return result;
  }

  InvocationResult deliverTwiceAtOnce(Delivery delivery) {
    var second = new CompletableFuture<InvocationResult>();
    Thread other =
        Thread.ofPlatform()
            .daemon()
            .start(
                () -> {
                  try {
                    second.complete(deliver(delivery));
                  } catch (Throwable e) {
                    second.completeExceptionally(e);
                  }
                });
    InvocationResult first = deliver(delivery);
    try {
      second.join();
      other.join();
    } catch (CompletionException e) {
      throw new AssertionError("The second delivery failed: " + e.getCause(), e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("The test was interrupted during a delivery", e);
    }
    return first;
  }

  private synchronized FunctionProcess take() {
    FunctionProcess process = warm.poll();
    if (process == null) {
      process = starter.apply(started.size() + 1);
      started.add(process);
    }
    return process;
  }

  private synchronized Invocation begin(Delivery delivery) {
    var invocation =
        new Invocation(begun.size() + 1, delivery.requestId(), delivery.deadline(), delivery.log());
    begun.add(invocation);
    ended.add(Optional.empty());
    return invocation;
  }

  private synchronized void giveBack(
      FunctionProcess process, Invocation invocation, Delivery delivery, InvocationResult result) {
    int index = begun.indexOf(invocation);
    ended.set(
        index,
        Optional.of(
            new RunInvocation(
                index + 1, process.number(), delivery.records(), result, invocation.thrown())));
    if (process.canBeInvokedAgain()) {
      warm.add(process);
    }
  }

  /** Lets the frozen ones go on, and waits until they are through. */
  void wakeFrozen() {
    List<Invocation> all;
    synchronized (this) {
      started.forEach(FunctionProcess::thaw);
      all = List.copyOf(begun);
    }
    all.forEach(Invocation::finish);
  }
}
