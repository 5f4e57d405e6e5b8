package dev.tidemark.producer;

import dev.tidemark.checkpoint.Bytes;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * Makes records of values. Thread-safe if its functions are.
 *
 * @param <T> the value's type
 */
public final class RecordEncoder<T> {

  private final Function<T, String> partitionKey;
  private final Function<T, Optional<HashKey>> hashKey;
  private final Function<T, Bytes> data;
  private final Function<T, Instant> sourceTime;

  private RecordEncoder(
      Function<T, String> partitionKey,
      Function<T, Optional<HashKey>> hashKey,
      Function<T, Bytes> data,
      Function<T, Instant> sourceTime) {
    this.partitionKey = Objects.requireNonNull(partitionKey);
    this.hashKey = Objects.requireNonNull(hashKey);
    this.data = Objects.requireNonNull(data);
    this.sourceTime = Objects.requireNonNull(sourceTime);
  }

  /** Values of which these are the partition key and the bytes; their time is when they are put. */
  public static <T> RecordEncoder<T> of(Function<T, String> partitionKey, Function<T, Bytes> data) {
    InstantSource clock = InstantSource.system();
    return new RecordEncoder<>(
        partitionKey, value -> Optional.empty(), data, value -> clock.instant());
  }

  /** The same with an explicit hash key, which says which shard a record goes to. */
  public RecordEncoder<T> withHashKey(Function<T, HashKey> of) {
    return new RecordEncoder<>(partitionKey, of.andThen(Optional::of), data, sourceTime);
  }

  /** The same with the time of what a value tells of. */
  public RecordEncoder<T> withSourceTime(Function<T, Instant> of) {
    return new RecordEncoder<>(partitionKey, hashKey, data, of);
  }

  /** The same with bytes compressed as {@link Gzip} does. */
  public RecordEncoder<T> gzipped() {
    return new RecordEncoder<>(partitionKey, hashKey, data.andThen(Gzip::pack), sourceTime);
  }

  OutgoingRecord encode(T value) {
    return new OutgoingRecord(
        partitionKey.apply(value),
        hashKey.apply(value),
        data.apply(value),
        sourceTime.apply(value));
  }
}
