package dev.tidemark.handler;

import dev.tidemark.ConsumerParts;
import dev.tidemark.DuplicateFilter;
import dev.tidemark.KinesisRecord;
import dev.tidemark.Outcome;
import dev.tidemark.RecordCodec;
import dev.tidemark.checkpoint.Bytes;
import dev.tidemark.checkpoint.Position;
import dev.tidemark.checkpoint.RecordError;
import dev.tidemark.checkpoint.ShardKey;
import dev.tidemark.checkpoint.SourceRecord;
import dev.tidemark.checkpoint.derived.DerivedRecord;
import dev.tidemark.checkpoint.protocol.RecordResult;
import dev.tidemark.checkpoint.protocol.RecordStart;
import dev.tidemark.checkpoint.store.StoreException;
import dev.tidemark.engine.RecordErrors;
import dev.tidemark.engine.RecordProcessor;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What stands around a consumer's own code, the same for one record and for many.
 *
 * @param <T> what a record is decoded to
 */
final class DecodedRecords<T> {

  /**
   * What all records of a delivery share.
   *
   * @param doubles records that are copies of others, and not wanted
   * @param first the first position of the delivery
   */
  record Scope(
      ShardKey shard,
      Map<Position, String> damaged,
      Set<Position> doubles,
      Position first,
      KinesisRecord.Invocation invocation,
      DuplicateFilter duplicates,
      ConsumerParts.Failures failures,
      Optional<Instant> startAt,
      CircuitBreaker breaker) {

    /** What a consumer threw, as it would have said it. */
    Outcome outcome(Throwable thrown) {
      return failures.outages().test(thrown) ? Outcome.unavailable(thrown) : Outcome.retry(thrown);
    }

    /** What is kept of an error. */
    RecordError error(Throwable thrown) {
      RecordError error = RecordErrors.of(thrown);
      try {
        return Objects.requireNonNull(failures.redaction().apply(error));
      } catch (RuntimeException e) {
        return new RecordError(error.type(), "", "");
      }
    }

    /** Whether the record is older than what the consumer wants to see. */
    boolean isTooOld(SourceRecord record) {
      return startAt.filter(record.arrivedAt()::isBefore).isPresent();
    }
  }

  /** A record that was decoded, or the result that it has without the consumer. */
  sealed interface Decoded<T> {
    record Ready<T>(KinesisRecord<T> record) implements Decoded<T> {}

    record Over<T>(RecordResult result) implements Decoded<T> {}
  }

  private static final Outcome NOT_YET =
      Outcome.retry(new IllegalStateException("its effects are still to be committed"));

  private final RecordCodec<T> codec;

  DecodedRecords(RecordCodec<T> codec) {
    this.codec = Objects.requireNonNull(codec);
  }

  /**
   * Decodes a record and asks whether it is a duplicate. Never throws: what comes out of a codec or
   * a filter must not fail the other records of a group. An error, such as a stack overflow on data
   * that is nested too deep, says less than an exception, so the record is tried again.
   */
  Decoded<T> decode(RecordStart start, Scope scope, RecordProcessor.Checkpoints checkpoints) {
    try {
      return admit(start, scope, checkpoints);
    } catch (Throwable e) {
      return new Decoded.Over<>(new RecordResult.Failed(scope.error(e)));
    }
  }

  private Decoded<T> admit(
      RecordStart start, Scope scope, RecordProcessor.Checkpoints checkpoints) {
    if (scope.doubles().contains(start.record().position()) || scope.isTooOld(start.record())) {
      return new Decoded.Over<>(new RecordResult.Ignored());
    }
    String damage = scope.damaged().get(start.record().position());
    if (damage != null) {
      return over(new UndecodableRecordException(damage), scope);
    }
    T value;
    try {
      Bytes data = start.record().data();
      value = codec.decode(DerivedRecord.read(data).map(DerivedRecord::payload).orElse(data));
    } catch (StoreException e) {
      scope.breaker().heard(Outcome.unavailable(e));
      return new Decoded.Over<>(new RecordResult.Deferred(scope.error(e)));
    } catch (Exception e) {
      return over(e, scope);
    }
    if (value == null) {
      return over(new UndecodableRecordException("the codec returned null"), scope);
    }
    var record =
        new KinesisRecord<>(
            value,
            start.record(),
            scope.shard(),
            start.attempt(),
            scope.invocation(),
            checkpoints::checkpoint);
    return switch (scope.duplicates().admit(record)) {
      case FIRST -> new Decoded.Ready<>(record);
      case DUPLICATE -> new Decoded.Over<>(new RecordResult.Ignored());
      case BUSY ->
          new Decoded.Over<>(
              new RecordResult.Busy(
                  scope.error(
                      new IllegalStateException(
                          "another record with the same business key is being processed"))));
    };
  }

  private static boolean isUncommitted(Outcome outcome) {
    return outcome instanceof Outcome.Done done && done.effects().isPresent();
  }

  private Decoded<T> over(Exception cause, Scope scope) {
    return new Decoded.Over<>(new RecordResult.Hopeless(scope.error(cause)));
  }

  /** Tells the filter, and translates. Never throws: a filter that does has failed the record. */
  RecordResult settle(KinesisRecord<T> record, @Nullable Outcome outcome, Scope scope) {
    Outcome said =
        outcome != null
            ? outcome
            : Outcome.retry(
                new NullPointerException("the consumer returned null instead of an Outcome"));
    try {
      scope.duplicates().settle(record, isUncommitted(said) ? NOT_YET : said);
    } catch (Throwable e) {
      return new RecordResult.Failed(scope.error(e));
    }
    scope.breaker().heard(said);
    return switch (said) {
      case Outcome.Done done -> new RecordResult.Succeeded(done.effects());
      case Outcome.Unavailable down -> new RecordResult.Deferred(scope.error(down.cause()));
      case Outcome.Skip skip -> new RecordResult.Ignored();
      case Outcome.Retry retry -> new RecordResult.Failed(scope.error(retry.cause()));
      case Outcome.Exhaust exhaust -> new RecordResult.Hopeless(scope.error(exhaust.cause()));
    };
  }
}
