package dev.tidemark;

import dev.tidemark.checkpoint.store.PayloadStore;
import dev.tidemark.checkpoint.store.StatusStore;
import dev.tidemark.engine.ExhaustedListener;
import dev.tidemark.engine.Pauses;
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
 * @param pauses how it waits before it looks at the stores again
 */
public record ConsumerParts(
    ConsumerSettings settings,
    StatusStore statuses,
    PayloadStore payloads,
    ExhaustedListener exhausted,
    DuplicateFilter duplicates,
    InstantSource clock,
    Pauses pauses) {

  public ConsumerParts {
    Objects.requireNonNull(settings);
    Objects.requireNonNull(statuses);
    Objects.requireNonNull(payloads);
    Objects.requireNonNull(exhausted);
    Objects.requireNonNull(duplicates);
    Objects.requireNonNull(clock);
    Objects.requireNonNull(pauses);
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
        Clock.systemUTC(),
        Pauses.SYSTEM);
  }

  /** The same, telling this listener of exhausted records. */
  public ConsumerParts withExhaustedListener(ExhaustedListener listener) {
    return new ConsumerParts(settings, statuses, payloads, listener, duplicates, clock, pauses);
  }

  /** The same, dropping duplicates with this filter. */
  public ConsumerParts withDuplicateFilter(DuplicateFilter filter) {
    return new ConsumerParts(settings, statuses, payloads, exhausted, filter, clock, pauses);
  }

  /** The same with another clock. */
  public ConsumerParts withClock(InstantSource clock) {
    return new ConsumerParts(settings, statuses, payloads, exhausted, duplicates, clock, pauses);
  }

  /** The same with other pauses, for a clock that does not run by itself. */
  public ConsumerParts withPauses(Pauses pauses) {
    return new ConsumerParts(settings, statuses, payloads, exhausted, duplicates, clock, pauses);
  }
}
