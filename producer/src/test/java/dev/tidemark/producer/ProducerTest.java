package dev.tidemark.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.checkpoint.Bytes;
import dev.tidemark.producer.Delivery.Cause;
import dev.tidemark.producer.Delivery.Undelivered;
import dev.tidemark.producer.RetryPolicy.Outages;
import dev.tidemark.producer.wal.Rotation;
import dev.tidemark.producer.wal.Sync;
import dev.tidemark.producer.wal.WriteAheadLog;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ProducerTest {

  private static final Instant SOURCE = Instant.parse("2026-01-01T00:00:00Z");
  private static final Duration LONG = Duration.ofDays(1);
  private static final RecordEncoder<String> ENCODER =
      RecordEncoder.<String>of(text -> "key", Bytes::ofUtf8).withSourceTime(text -> SOURCE);

  private final MemoryTarget target = new MemoryTarget();
  private final List<String> dead = Collections.synchronizedList(new ArrayList<>());
  private final DeadLetters deadLetters =
      (record, why) -> dead.add(record.data().toUtf8() + ": " + why.cause());
  private final Heard heard = new Heard();

  /** What a listener was told. */
  private static final class Heard implements ProducerListener {
    private final List<String> all = Collections.synchronizedList(new ArrayList<>());

    @Override
    public void requestFailed(String target, TargetException failure) {
      all.add("request to " + target + ": " + failure.getMessage());
    }

    @Override
    public void undelivered(OutgoingRecord record, Undelivered why) {
      all.add(record.data().toUtf8() + ": " + why.cause());
    }

    @Override
    public void notSaved(String what, RuntimeException failure) {
      all.add(what + ": " + failure.getMessage());
    }
  }

  private static ProducerSettings settings() {
    return ProducerSettings.named("test")
        .withBatching(new Batching(3, 1_000, LONG))
        .withRetry(new RetryPolicy(Duration.ofMillis(1), Duration.ofMillis(2), 3, Outages.WAIT));
  }

  private Producer<String> start(Buffer buffer, ProducerSettings settings) {
    return Producer.start(
        ENCODER, ProducerParts.of(buffer, target, deadLetters).withListener(heard), settings);
  }

  private static WriteAheadLog log(Path folder) {
    return WriteAheadLog.open(folder, Rotation.DEFAULTS, new Sync.EveryRecord());
  }

  private static Delivery over(CompletableFuture<Delivery> future) throws Exception {
    return future.get(30, TimeUnit.SECONDS);
  }

  @Test
  void aBatchGoesOutWhenItHasEnoughRecords() throws Exception {
    try (var producer = start(new MemoryBuffer(), settings())) {
      producer.put("a");
      producer.put("b");
      CompletableFuture<Delivery> third = producer.put("c").delivery();

      assertThat(over(third)).isEqualTo(new Delivery.Written(new TargetPosition("memory", "3"), 1));
      assertThat(target.texts()).containsExactly("a", "b", "c");
      assertThat(target.requests()).containsExactly(3);
    }
  }

  @Test
  void aBatchGoesOutWhenItHasEnoughBytes() throws Exception {
    var settings = settings().withBatching(new Batching(1_000, 10, LONG));
    try (var producer = start(new MemoryBuffer(), settings)) {
      over(producer.put("seven..").delivery());

      assertThat(target.texts()).containsExactly("seven..");
    }
  }

  @Test
  void aBatchGoesOutWhenItHasWaitedLongEnough() throws Exception {
    var settings = settings().withBatching(new Batching(1_000, 1_000, Duration.ofMillis(20)));
    try (var producer = start(new MemoryBuffer(), settings)) {
      long start = System.nanoTime();
      over(producer.put("a").delivery());

      assertThat(System.nanoTime() - start).isGreaterThan(Duration.ofMillis(19).toNanos());
    }
  }

  @Test
  void aFlushSendsWhatWaitsAndReturnsWhenItIsOver() throws Exception {
    try (var producer = start(new MemoryBuffer(), settings())) {
      producer.put("a");
      CompletableFuture<Delivery> second = producer.put("b").delivery();

      producer.flush();

      assertThat(target.texts()).containsExactly("a", "b");
      assertThat(second).isCompleted();
      producer.flush();
    }
  }

  @Test
  void closingSendsWhatWaits() throws Exception {
    var producer = start(new MemoryBuffer(), settings());
    CompletableFuture<Delivery> future = producer.put("a").delivery();

    producer.close();
    producer.close();

    assertThat(future).isCompletedWithValueMatching(Delivery.Written.class::isInstance);
    assertThatThrownBy(() -> producer.put("b"))
        .isInstanceOf(BufferException.class)
        .hasMessage("the producer has stopped: it is closed");
  }

  @Test
  void whatTheTargetDoesNotTakeBecomesADeadLetter() throws Exception {
    target.troubled(
        record ->
            switch (record.data().toUtf8()) {
              case "never" -> Optional.of(new Answer.Rejected("too old"));
              case "failing" -> Optional.of(new Answer.Failed("throttled"));
              default -> Optional.empty();
            });
    try (var producer = start(new MemoryBuffer(), settings())) {
      CompletableFuture<Delivery> never = producer.put("never").delivery();
      CompletableFuture<Delivery> failing = producer.put("failing").delivery();
      CompletableFuture<Delivery> fine = producer.put("fine").delivery();

      assertThat(over(never)).isEqualTo(new Undelivered(Cause.REFUSED, "too old", 1));
      assertThat(over(failing)).isEqualTo(new Undelivered(Cause.EXHAUSTED, "throttled", 3));
      assertThat(over(fine)).isInstanceOf(Delivery.Written.class);
    }
    assertThat(dead).containsExactly("never: REFUSED", "failing: EXHAUSTED");
    assertThat(heard.all).containsExactlyElementsOf(dead);
  }

  @Test
  void aDeadLetterThatCannotBeKeptIsTriedAgain() throws Exception {
    target.troubled(record -> Optional.of(new Answer.Rejected("no")));
    List<String> tries = Collections.synchronizedList(new ArrayList<>());
    DeadLetters failingTwice =
        (record, why) -> {
          tries.add(record.data().toUtf8());
          if (tries.size() < 3) {
            throw new IllegalStateException("the disk is full");
          }
        };
    try (var producer =
        Producer.start(
            ENCODER,
            ProducerParts.of(new MemoryBuffer(), target, failingTwice).withListener(heard),
            settings())) {
      producer.put("a");
      producer.flush();
    }
    assertThat(tries).containsExactly("a", "a", "a");
    assertThat(heard.all)
        .containsExactly(
            "a dead letter: the disk is full", "a dead letter: the disk is full", "a: REFUSED");
  }

  @Test
  void aDeadLetterBufferCanBeSentByAProducer(@TempDir Path folder) throws Exception {
    target.troubled(record -> Optional.of(new Answer.Rejected("no")));
    try (WriteAheadLog letters = log(folder);
        var producer =
            Producer.start(
                ENCODER,
                ProducerParts.of(new MemoryBuffer(), target, DeadLetters.in(letters)),
                settings())) {
      producer.put("a");
      producer.flush();
    }

    target.troubled(record -> Optional.empty());
    try (var again = start(log(folder), settings())) {
      again.flush();
    }

    assertThat(target.texts()).containsExactly("a");
  }

  @Test
  void anOutageIsWaitedForAndTold() throws Exception {
    target.goDown();
    try (var producer = start(new MemoryBuffer(), settings())) {
      CompletableFuture<Delivery> future = producer.put("a").delivery();
      var flushing = CompletableFuture.runAsync(() -> flush(producer));
      target.awaitFailure();
      target.comeUp();

      assertThat(over(future)).isInstanceOf(Delivery.Written.class);
      flushing.get(30, TimeUnit.SECONDS);
    }
    assertThat(heard.all).isNotEmpty().allMatch("request to memory: it is down"::equals);
  }

  private static void flush(Producer<?> producer) {
    try {
      producer.flush();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aFullBufferFailsAPut() throws Exception {
    CountDownLatch gate = target.closeGate();
    var full = settings().withCapacity(new Capacity(2, 1_000, new Overflow.Fail()));
    try (var producer = start(new MemoryBuffer(), full)) {
      producer.put("a");
      producer.put("b");

      assertThatThrownBy(() -> producer.put("c"))
          .isInstanceOf(BufferException.class)
          .hasMessage(
              "the buffer is full: it holds 2 records and 8 bytes that are not written yet");
      gate.countDown();
      producer.flush();
      producer.put("d");
    }
    assertThat(target.texts()).containsExactly("a", "b", "d");
  }

  @Test
  void aFullBufferHoldsAPutBackUntilThereIsRoom() throws Exception {
    CountDownLatch gate = target.closeGate();
    var full =
        settings()
            .withBatching(new Batching(1, 1_000, LONG))
            .withCapacity(new Capacity(1, 1_000, new Overflow.Block(LONG)));
    try (var producer = start(new MemoryBuffer(), full)) {
      producer.put("a");
      target.awaitCall();
      var put = CompletableFuture.runAsync(() -> put(producer, "b"));
      assertThat(put).isNotDone();
      gate.countDown();

      put.get(30, TimeUnit.SECONDS);
      producer.flush();
    }
    assertThat(target.texts()).containsExactly("a", "b");
  }

  private static void put(Producer<String> producer, String text) {
    try {
      producer.put(text);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aPutWaitsForRoomOnlySoLong() throws Exception {
    target.closeGate();
    var full =
        settings()
            .withCloseWithin(Duration.ZERO)
            .withCapacity(new Capacity(1, 1_000, new Overflow.Block(Duration.ofMillis(5))));
    try (var producer = start(new MemoryBuffer(), full)) {
      producer.put("a");

      assertThatThrownBy(() -> producer.put("b")).hasMessageStartingWith("the buffer is full");
    }
  }

  @Test
  void theOldestThatIsNotBeingSentMakesRoom() throws Exception {
    CountDownLatch gate = target.closeGate();
    var full =
        settings()
            .withBatching(new Batching(1, 1_000, LONG))
            .withCapacity(new Capacity(3, 1_000, new Overflow.DropOldest()));
    try (var producer = start(new MemoryBuffer(), full)) {
      CompletableFuture<Delivery> inFlight = producer.put("a").delivery();
      target.awaitCall();
      CompletableFuture<Delivery> oldest = producer.put("b").delivery();
      producer.put("c");

      producer.put("d");

      assertThat(over(oldest)).isEqualTo(new Undelivered(Cause.DROPPED, "the buffer was full", 0));
      assertThat(inFlight).isNotDone();
      gate.countDown();
      producer.flush();
    }
    assertThat(target.texts()).containsExactly("a", "c", "d");
    assertThat(heard.all).containsExactly("b: DROPPED");
  }

  @Test
  void aRecordThatIsLargerThanTheBufferIsRefused() {
    var small = settings().withCapacity(new Capacity(10, 10, new Overflow.Block(LONG)));
    try (var producer = start(new MemoryBuffer(), small)) {
      assertThatThrownBy(() -> producer.put("12345678"))
          .hasMessage(
              "a record of 11 bytes is larger than the buffer: raise its capacity of 10 bytes");
    }
  }

  @Test
  void whatMemoryStillHoldsWhenItIsClosedBecomesDeadLetters() throws Exception {
    target.goDown();
    var producer = start(new MemoryBuffer(), settings().withCloseWithin(Duration.ZERO));
    List<CompletableFuture<Delivery>> futures = new ArrayList<>();
    for (String text : List.of("a", "b", "c", "d")) {
      futures.add(producer.put(text).delivery());
    }
    target.awaitCall();

    producer.close();

    assertThat(dead)
        .containsExactly("a: OUT_OF_TIME", "b: OUT_OF_TIME", "c: OUT_OF_TIME", "d: OUT_OF_TIME");
    for (CompletableFuture<Delivery> future : futures) {
      assertThat(over(future)).isInstanceOf(Undelivered.class);
    }
  }

  @Test
  void whatALogStillHoldsWhenItIsClosedIsSentByTheNextProducer(@TempDir Path folder)
      throws Exception {
    target.goDown();
    var producer = start(log(folder), settings().withCloseWithin(Duration.ZERO));
    List<CompletableFuture<Delivery>> futures = new ArrayList<>();
    for (String text : List.of("a", "b", "c", "d")) {
      futures.add(producer.put(text).delivery());
    }
    target.awaitCall();
    producer.close();
    for (CompletableFuture<Delivery> future : futures) {
      assertThat(over(future))
          .isInstanceOfSatisfying(
              Undelivered.class, why -> assertThat(why.cause()).isEqualTo(Cause.OUT_OF_TIME));
    }

    target.comeUp();
    try (var next = start(log(folder), settings())) {
      next.flush();
      next.put("e");
      next.flush();
    }

    assertThat(target.texts()).containsExactly("a", "b", "c", "d", "e");
    assertThat(dead).isEmpty();
  }

  @Test
  void aPutUnderAnInterruptDoesNotHarmTheLog(@TempDir Path folder) throws Exception {
    try (var producer = start(log(folder), settings())) {
      producer.put("a");
      Thread.currentThread().interrupt();
      assertThatThrownBy(() -> producer.put("lost")).isInstanceOf(InterruptedException.class);
      assertThat(Thread.interrupted()).isFalse();
      producer.put("b");
      producer.flush();
    }
    assertThat(target.texts()).containsExactly("a", "b");
  }

  @Test
  void itIsKeptHowFarAProducerHasCome() throws Exception {
    var checkpoints = new MemoryCheckpoints();
    for (int run = 0; run < 2; run++) {
      var parts =
          ProducerParts.of(new MemoryBuffer(), target, deadLetters).withCheckpoints(checkpoints);
      try (var producer = Producer.start(ENCODER, parts, settings())) {
        producer.put("a");
        producer.put("b");
        producer.flush();
      }
    }

    assertThat(checkpoints.load("test", "memory"))
        .hasValueSatisfying(
            checkpoint -> {
              assertThat(checkpoint.position()).isEqualTo(new TargetPosition("memory", "4"));
              assertThat(checkpoint.sourceTime()).isEqualTo(SOURCE);
              assertThat(checkpoint.records()).isEqualTo(4);
            });
  }

  @Test
  void whatEarlierRunsHaveWrittenIsCountedOnceItCanBeRead() throws Exception {
    var checkpoints = new MemoryCheckpoints();
    var parts =
        ProducerParts.of(new MemoryBuffer(), target, deadLetters).withCheckpoints(checkpoints);
    try (var producer = Producer.start(ENCODER, parts, settings())) {
      producer.put("a");
      producer.flush();
    }
    checkpoints.failures = 2;
    parts = ProducerParts.of(new MemoryBuffer(), target, deadLetters).withCheckpoints(checkpoints);

    try (var producer = Producer.start(ENCODER, parts, settings())) {
      producer.put("b");
      producer.flush();
      assertThat(checkpoints.load("test", "memory").map(WriteCheckpoint::records)).contains(1L);
      producer.put("c");
      producer.flush();
    }

    assertThat(checkpoints.load("test", "memory").map(WriteCheckpoint::records)).contains(3L);
  }

  private static final class MemoryCheckpoints implements WriteCheckpoints {
    private Optional<WriteCheckpoint> saved = Optional.empty();
    private int failures;

    @Override
    public synchronized Optional<WriteCheckpoint> load(String producer, String target) {
      if (failures-- > 0) {
        throw new IllegalStateException("cannot be read yet");
      }
      return saved.filter(it -> it.producer().equals(producer) && it.target().equals(target));
    }

    @Override
    public synchronized void save(WriteCheckpoint checkpoint) {
      saved = Optional.of(checkpoint);
    }
  }

  @Test
  void aBufferThatBreaksStopsTheProducerAndTellsEverybody() throws Exception {
    var broken =
        new ForwardingBuffer(new MemoryBuffer()) {
          @Override
          public List<Buffered> next(int maxRecords, long maxBytes) {
            throw new BufferException("the disk is gone");
          }
        };
    try (var producer = start(broken, settings())) {
      CompletableFuture<Delivery> future = producer.put("a").delivery();

      assertThatThrownBy(producer::flush).hasMessage("the producer has stopped: the disk is gone");
      assertThat(over(future)).isEqualTo(new Undelivered(Cause.OUT_OF_TIME, "the disk is gone", 0));
      assertThatThrownBy(() -> producer.put("b"))
          .hasMessage("the producer has stopped: the disk is gone");
    }
    assertThat(heard.all).containsExactly("the producer's buffer: the disk is gone");
  }

  @Test
  void manyThreadsPutAndEachRecordIsWrittenOnceInTheOrderOfItsThread(@TempDir Path folder)
      throws Exception {
    var settings = settings().withBatching(new Batching(50, 10_000, Duration.ofMillis(1)));
    List<Thread> threads = new ArrayList<>();
    try (var producer = start(log(folder), settings)) {
      for (int t = 0; t < 8; t++) {
        String prefix = t + "-";
        threads.add(
            Thread.ofVirtual()
                .start(
                    () -> {
                      for (int i = 100; i < 300; i++) {
                        put(producer, prefix + i);
                      }
                    }));
      }
      for (Thread thread : threads) {
        thread.join();
      }
      producer.flush();
    }
    assertThat(target.texts()).hasSize(1_600).doesNotHaveDuplicates();
    for (int t = 0; t < 8; t++) {
      String prefix = t + "-";
      assertThat(target.texts().stream().filter(text -> text.startsWith(prefix))).isSorted();
    }
  }
}
