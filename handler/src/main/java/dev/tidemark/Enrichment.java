package dev.tidemark;

import java.util.List;
import java.util.Objects;

/**
 * What a {@link KinesisEnricher} says about a record that it was given.
 *
 * @param <O> what it makes of records
 */
public sealed interface Enrichment<O> {

  /**
   * A record to write.
   *
   * @param partitionKey 1 to 256 characters; decides on the shard, and in which order it is read
   * @param value what it says
   */
  record Output<O>(String partitionKey, O value) {
    public Output {
      Objects.requireNonNull(partitionKey);
      Objects.requireNonNull(value);
    }
  }

  /** One record is written. The source's is done once that is durable. */
  static <O> Enrichment<O> emit(String partitionKey, O value) {
    return new Emit<>(List.of(new Output<>(partitionKey, value)));
  }

  /**
   * These records are written, in this order where they share a partition key. The source's is done
   * once all of them are durable. With none of them it is done at once.
   */
  static <O> Enrichment<O> emitMany(List<Output<O>> outputs) {
    return new Emit<>(outputs);
  }

  /** Nothing is written, and the record counts as ignored. */
  static <O> Enrichment<O> skip() {
    return new Skip<>();
  }

  /** See {@link Outcome#retry}. */
  static <O> Enrichment<O> retry(Throwable cause) {
    return new Retry<>(cause);
  }

  /** See {@link Outcome#exhaust}. */
  static <O> Enrichment<O> exhaust(Throwable cause) {
    return new Exhaust<>(cause);
  }

  /** See {@link Outcome#unavailable}. */
  static <O> Enrichment<O> unavailable(Throwable cause) {
    return new Unavailable<>(cause);
  }

  /** See {@link #emit} and {@link #emitMany}. */
  record Emit<O>(List<Output<O>> outputs) implements Enrichment<O> {
    public Emit {
      outputs = List.copyOf(outputs);
    }
  }

  /** See {@link #skip()}. */
  record Skip<O>() implements Enrichment<O> {}

  /** See {@link #retry(Throwable)}. */
  record Retry<O>(Throwable cause) implements Enrichment<O> {
    public Retry {
      Objects.requireNonNull(cause);
    }
  }

  /** See {@link #exhaust(Throwable)}. */
  record Exhaust<O>(Throwable cause) implements Enrichment<O> {
    public Exhaust {
      Objects.requireNonNull(cause);
    }
  }

  /** See {@link #unavailable(Throwable)}. */
  record Unavailable<O>(Throwable cause) implements Enrichment<O> {
    public Unavailable {
      Objects.requireNonNull(cause);
    }
  }
}
