package dev.tidemark.producer;

import java.time.Duration;
import java.util.Objects;

/**
 * Writes values to a target: into a buffer at once, and from there, in batches and oldest first, to
 * the target, with another try for what fails.
 *
 * <p>When {@link #put} has returned, the buffer has the record. With a {@linkplain
 * dev.tidemark.producer.wal.WriteAheadLog log} as buffer it gets to the target, or to the dead
 * letters, even if this process is killed at any moment: the next producer on the same log sends
 * it. It gets there at least once. Twice it can get there when the process dies between the sending
 * and the note of it, or when a target's reply is lost.
 *
 * <p>Nothing is dropped silently. A record that the target does not take goes to the dead letters;
 * what becomes of each is told to its future.
 *
 * <p>Thread-safe.
 *
 * @param <T> what is put
 */
public final class Producer<T> implements AutoCloseable {

  /** How long a thread that was interrupted has to come back. */
  private static final Duration AFTER_INTERRUPT = Duration.ofSeconds(10);

  private final RecordEncoder<T> encoder;
  private final ProducerParts parts;
  private final ProducerSettings settings;
  private final Outbox outbox;
  private final Thread thread;

  private Producer(RecordEncoder<T> encoder, ProducerParts parts, ProducerSettings settings) {
    this.encoder = Objects.requireNonNull(encoder);
    this.parts = Objects.requireNonNull(parts);
    this.settings = Objects.requireNonNull(settings);
    this.outbox = new Outbox(parts, settings.batching(), settings.capacity());
    this.thread =
        Thread.ofPlatform()
            .daemon()
            .name("tidemark-producer-" + settings.name())
            .unstarted(new Dispatch(outbox, parts, settings));
  }

  /** Starts a producer. It begins with what its buffer holds. */
  public static <T> Producer<T> start(
      RecordEncoder<T> encoder, ProducerParts parts, ProducerSettings settings) {
    Producer<T> producer = new Producer<>(encoder, parts, settings);
    producer.thread.start();
    return producer;
  }

  /**
   * Puts a value. When this returns it is in the buffer, as durable as the buffer makes it.
   *
   * @throws BufferException when the buffer is full as {@link Overflow} has it, cannot write, or
   *     the producer is closed. After a failure to write it may be sent nonetheless
   * @throws InterruptedException when the thread is interrupted while it waits for room; then the
   *     value is not in the buffer
   */
  public Acknowledged put(T value) throws InterruptedException {
    Acknowledged acknowledged = outbox.put(encoder.encode(value));
    parts.buffer().sync(acknowledged.number());
    return acknowledged;
  }

  /**
   * Sends what waits, without waiting for more, and returns when all that was put before, or was in
   * the buffer at the start, is written, a dead letter or dropped. For as long as the target is
   * down this does not return.
   *
   * @throws BufferException when the producer is closed meanwhile
   */
  public void flush() throws InterruptedException {
    outbox.flush();
  }

  /**
   * Takes no more values, sends what it has for as long as the settings allow, and closes the
   * buffer. What is left then stays in a durable buffer for the next producer; what a buffer in
   * memory has left goes to the dead letters. Either is told to its future as {@link
   * Delivery.Cause#OUT_OF_TIME}.
   */
  @Override
  public void close() {
    outbox.close();
    try {
      if (!thread.join(settings.closeWithin())) {
        thread.interrupt();
        thread.join(AFTER_INTERRUPT);
      }
    } catch (InterruptedException e) {
      thread.interrupt();
      Thread.currentThread().interrupt();
    }
    outbox.end("it is closed");
    parts.buffer().close();
  }
}
