package dev.tidemark;

import dev.tidemark.checkpoint.store.PayloadStore;
import dev.tidemark.checkpoint.store.StatusStore;
import dev.tidemark.engine.ExhaustedListener;
import dev.tidemark.handler.AwsStores;
import java.time.Clock;
import java.time.InstantSource;
import java.util.Objects;

/**
 * What a consumer is made of. {@link #onAws} makes the usual one; change a part with the {@code
 * with} methods.
 *
 * @param settings what it runs by
 * @param statuses where its status rows live
 * @param payloads where its payloads live
 * @param exhausted is told of exhausted records
 * @param duplicates drops what a producer sent twice
 * @param clock the clock of leases and deadlines
 */
public record ConsumerParts(
    ConsumerSettings settings,
    StatusStore statuses,
    PayloadStore payloads,
    ExhaustedListener exhausted,
    DuplicateFilter duplicates,
    InstantSource clock) {

  public ConsumerParts {
    Objects.requireNonNull(settings);
    Objects.requireNonNull(statuses);
    Objects.requireNonNull(payloads);
    Objects.requireNonNull(exhausted);
    Objects.requireNonNull(duplicates);
    Objects.requireNonNull(clock);
  }

  /** DynamoDB and S3, reached as the AWS SDK's own environment variables say. */
  public static ConsumerParts onAws(ConsumerSettings settings) {
    return of(settings, AwsStores.statuses(settings), AwsStores.payloads(settings));
  }

  /** These stores and the system's clock. */
  public static ConsumerParts of(
      ConsumerSettings settings, StatusStore statuses, PayloadStore payloads) {
    return new ConsumerParts(
        settings,
        statuses,
        payloads,
        ExhaustedListener.NONE,
        DuplicateFilter.NONE,
        Clock.systemUTC());
  }

  /** The same, telling this listener of exhausted records. */
  public ConsumerParts withExhaustedListener(ExhaustedListener listener) {
    return new ConsumerParts(settings, statuses, payloads, listener, duplicates, clock);
  }

  /** The same, dropping duplicates with this filter. */
  public ConsumerParts withDuplicateFilter(DuplicateFilter filter) {
    return new ConsumerParts(settings, statuses, payloads, exhausted, filter, clock);
  }

  /** The same with another clock. */
  public ConsumerParts withClock(InstantSource clock) {
    return new ConsumerParts(settings, statuses, payloads, exhausted, duplicates, clock);
  }
}
