package dev.tidemark;

import dev.tidemark.checkpoint.Position;
import java.time.Duration;
import java.util.Objects;

/**
 * A record of a DynamoDB stream as a consumer gets it. Immutable and thread-safe.
 *
 * @param <T> the type of its decoded value
 */
public final class DynamoDbStreamRecord<T> {

  private final KinesisRecord<Decoded<T>> record;

  /**
   * A change, and what a codec made of it.
   *
   * @param <T> the type of the value
   */
  public record Decoded<T>(DynamoDbChange change, T value) {
    public Decoded {
      Objects.requireNonNull(change);
      Objects.requireNonNull(value);
    }
  }

  /** The record behind it, with a change for a value. */
  public DynamoDbStreamRecord(KinesisRecord<Decoded<T>> record) {
    this.record = Objects.requireNonNull(record);
  }

  /** What the codec made of the change. */
  public T value() {
    return record.value().value();
  }

  /** The change. */
  public DynamoDbChange change() {
    return record.value().change();
  }

  /** What the consumer may ask for while it processes the record. */
  public RecordContext context() {
    return record.context();
  }

  /** Its sequence number, and a number made of the item's key. */
  public Position position() {
    return record.position();
  }

  /** Which attempt this is, from 1; see {@link KinesisRecord#attempt()}. */
  public int attempt() {
    return record.attempt();
  }

  /**
   * The same for every attempt at this record and different for every other record; see {@link
   * KinesisRecord#idempotencyKey()}.
   */
  public String idempotencyKey() {
    return record.idempotencyKey();
  }

  /** Lambda's id of the invocation that processes it now: leads to its log. */
  public String requestId() {
    return record.requestId();
  }

  /** How much of the invocation's time is left, never negative. */
  public Duration remainingTime() {
    return record.remainingTime();
  }

  /** Position and attempt; no item and no key, so that it can be logged. */
  @Override
  public String toString() {
    return record.toString();
  }
}
