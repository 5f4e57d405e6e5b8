package dev.tidemark;

import dev.tidemark.checkpoint.Bytes;
import dev.tidemark.checkpoint.Position;
import dev.tidemark.checkpoint.ShardKey;
import dev.tidemark.checkpoint.SourceRecord;
import dev.tidemark.checkpoint.derived.Correlation;
import dev.tidemark.checkpoint.derived.DerivedRecord;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;

/**
 * A record as a consumer gets it: a Kinesis record, or one of those that an aggregate packs
 * together. Immutable and thread-safe.
 *
 * @param <T> the type of its decoded value
 */
public final class KinesisRecord<T> {

  private final T value;
  private final SourceRecord source;
  private final Optional<DerivedRecord> derived;
  private final ShardKey shard;
  private final int attempt;
  private final Invocation invocation;
  private final RecordContext context;

  /**
   * The invocation that a record is processed in.
   *
   * @param requestId Lambda's id of the invocation
   * @param deadline when the runtime kills it
   * @param clock the clock that the deadline is of
   */
  public record Invocation(String requestId, Instant deadline, InstantSource clock) {
    public Invocation {
      Objects.requireNonNull(requestId);
      Objects.requireNonNull(deadline);
      Objects.requireNonNull(clock);
    }
  }

  /** A record whose context records nothing, for tests. */
  public KinesisRecord(
      T value, SourceRecord source, ShardKey shard, int attempt, Invocation invocation) {
    this(value, source, shard, attempt, invocation, RecordContext.NONE);
  }

  /**
   * @param value the decoded value
   * @param source the record as the stream delivered it
   * @param shard whose record it is
   * @param attempt which attempt this is, from 1
   * @param invocation the invocation that it is processed in
   * @param context what the consumer may ask for meanwhile
   */
  public KinesisRecord(
      T value,
      SourceRecord source,
      ShardKey shard,
      int attempt,
      Invocation invocation,
      RecordContext context) {
    this.value = Objects.requireNonNull(value);
    this.source = Objects.requireNonNull(source);
    this.derived = DerivedRecord.read(source.data());
    this.shard = Objects.requireNonNull(shard);
    this.attempt = attempt;
    this.invocation = Objects.requireNonNull(invocation);
    this.context = Objects.requireNonNull(context);
  }

  /** What the consumer may ask for while it processes the record. */
  public RecordContext context() {
    return context;
  }

  /** What the codec made of the record's bytes. */
  public T value() {
    return value;
  }

  /** The record's bytes; of a derived record, those of its payload. */
  public Bytes data() {
    return derived.map(DerivedRecord::payload).orElse(source.data());
  }

  /** What the record was made of, if a {@link KinesisEnricher} wrote it. */
  public Optional<Correlation> correlation() {
    return derived.map(DerivedRecord::correlation);
  }

  /** Where the record stands in its shard, and in its aggregate if it came in one. */
  public Position position() {
    return source.position();
  }

  /** The shard, as this consumer names it. */
  public ShardKey shard() {
    return shard;
  }

  /** The key that the producer gave it; records with the same key come in order. */
  public String partitionKey() {
    return source.partitionKey();
  }

  /** When Kinesis took it in, approximately. */
  public Instant arrivedAt() {
    return source.arrivedAt();
  }

  /**
   * Which attempt this is, from 1. It counts failures that were recorded, over any number of
   * invocations and environments.
   */
  public int attempt() {
    return attempt;
  }

  /**
   * The same for every attempt at this record and different for every other record: {@code
   * stream/shard/sequence number/sub-sequence number}. Hand it to what you call, so that a record
   * that runs again because the process died between its effect and its checkpoint changes nothing.
   */
  public String idempotencyKey() {
    return shard.stream()
        + '/'
        + shard.shard()
        + '/'
        + position().sequenceNumber()
        + '/'
        + position().subSequenceNumber();
  }

  /** Lambda's id of the invocation that processes it now: leads to its log. */
  public String requestId() {
    return invocation.requestId();
  }

  /** How much of the invocation's time is left, never negative. */
  public Duration remainingTime() {
    Duration left = Duration.between(invocation.clock().instant(), invocation.deadline());
    return left.isNegative() ? Duration.ZERO : left;
  }

  /** Position and attempt; no payload and no key, so that it can be logged. */
  @Override
  public String toString() {
    return shard + " " + position() + ", attempt " + attempt;
  }
}
