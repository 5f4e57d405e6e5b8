package dev.tidemark.producer;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import java.util.stream.IntStream;

/** A target in memory that does what a test says. Thread-safe. */
final class MemoryTarget implements Target {

  private final List<OutgoingRecord> written = new ArrayList<>();
  private final List<Integer> requests = new ArrayList<>();
  private Function<OutgoingRecord, Optional<Answer>> trouble = record -> Optional.empty();
  private boolean down;
  private CountDownLatch gate = new CountDownLatch(0);
  private final CountDownLatch called = new CountDownLatch(1);
  private final CountDownLatch failed = new CountDownLatch(1);

  /** What is answered instead of taking a record. */
  synchronized MemoryTarget troubled(Function<OutgoingRecord, Optional<Answer>> by) {
    trouble = by;
    return this;
  }

  synchronized MemoryTarget goDown() {
    down = true;
    return this;
  }

  synchronized void comeUp() {
    down = false;
  }

  /** Requests wait until this is opened. */
  synchronized CountDownLatch closeGate() {
    gate = new CountDownLatch(1);
    return gate;
  }

  /** Returns when the first request has come. */
  void awaitCall() throws InterruptedException {
    called.await();
  }

  /** Returns when a request has found it down. */
  void awaitFailure() throws InterruptedException {
    failed.await();
  }

  synchronized List<String> texts() {
    return written.stream().map(record -> record.data().toUtf8()).toList();
  }

  synchronized List<Integer> requests() {
    return List.copyOf(requests);
  }

  @Override
  public String name() {
    return "memory";
  }

  @Override
  public Order order() {
    return Order.NONE;
  }

  @Override
  public RequestLimits limits() {
    return new RequestLimits() {
      @Override
      public Optional<String> refusal(OutgoingRecord record) {
        return Optional.empty();
      }

      @Override
      public List<Integer> choose(List<OutgoingRecord> candidates) {
        return IntStream.range(0, candidates.size()).boxed().toList();
      }
    };
  }

  private synchronized CountDownLatch gate() {
    return gate;
  }

  @Override
  public List<Answer> put(List<OutgoingRecord> request) {
    called.countDown();
    try {
      gate().await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TargetException(TargetException.Kind.TRANSIENT, "interrupted", e);
    }
    return answer(request);
  }

  private synchronized List<Answer> answer(List<OutgoingRecord> request) {
    requests.add(request.size());
    if (down) {
      failed.countDown();
      throw new TargetException(TargetException.Kind.TRANSIENT, "it is down");
    }
    return request.stream()
        .map(record -> trouble.apply(record).orElseGet(() -> take(record)))
        .toList();
  }

  private Answer take(OutgoingRecord record) {
    written.add(record);
    return new Answer.Written(new TargetPosition("memory", Integer.toString(written.size())));
  }
}
