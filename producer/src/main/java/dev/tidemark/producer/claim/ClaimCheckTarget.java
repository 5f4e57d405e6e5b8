package dev.tidemark.producer.claim;

import dev.tidemark.checkpoint.Bytes;
import dev.tidemark.checkpoint.derived.DerivedRecord;
import dev.tidemark.checkpoint.store.PayloadStore;
import dev.tidemark.checkpoint.store.StoreException;
import dev.tidemark.producer.Answer;
import dev.tidemark.producer.Order;
import dev.tidemark.producer.OutgoingRecord;
import dev.tidemark.producer.RequestLimits;
import dev.tidemark.producer.Target;
import dev.tidemark.producer.TargetException;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A target whose large records are kept in a payload store, S3 for one: first the record is put
 * there, then a pointer is written. A consumer reads it back with {@link ClaimCheck#resolve}.
 *
 * <p>Of a derived record only what it says goes to the store: what it was made of stays in the
 * stream in front of the pointer, so that a reader tells copies apart without a look into the
 * store.
 *
 * <p>Records in the store are never deleted from here. Give the store a rule that expires what lies
 * under {@code claims/} two days after the stream and the dead letters of its consumers let go of
 * the pointers: a record that is sent again on the same day (UTC) is stored once, so that an object
 * is up to a day older than the last pointer to it, and the other day is for requests that were
 * under way at midnight and for clocks that differ.
 */
public final class ClaimCheckTarget implements Target {

  private static final Bytes STAND_IN = Bytes.wrap(new byte[ClaimCheck.POINTER_BYTES]);

  private final Target target;
  private final PayloadStore store;
  private final int largestInline;
  private final InstantSource clock;

  /**
   * One that goes by the system's clock.
   *
   * @param largestInline a record with more bytes goes to the store, 0 or more
   */
  public ClaimCheckTarget(Target target, PayloadStore store, int largestInline) {
    this(target, store, largestInline, InstantSource.system());
  }

  /**
   * @param largestInline a record with more bytes goes to the store, 0 or more
   * @param clock says which day it is
   */
  public ClaimCheckTarget(
      Target target, PayloadStore store, int largestInline, InstantSource clock) {
    this.target = Objects.requireNonNull(target);
    this.store = Objects.requireNonNull(store);
    this.largestInline = largestInline;
    this.clock = Objects.requireNonNull(clock);
    if (largestInline < 0) {
      throw new IllegalArgumentException("largestInline is 0 or more, is " + largestInline);
    }
  }

  @Override
  public String name() {
    return target.name();
  }

  @Override
  public Order order() {
    return target.order();
  }

  /**
   * A record as it will stand in the stream. One that looks like a pointer is no pointer, and is
   * kept in the store as well.
   *
   * @param pointer makes a pointer of what goes to the store
   */
  private OutgoingRecord light(OutgoingRecord record, UnaryOperator<Bytes> pointer) {
    Optional<DerivedRecord> derived = DerivedRecord.read(record.data());
    Bytes payload = derived.map(DerivedRecord::payload).orElse(record.data());
    if (record.data().size() <= largestInline && !ClaimCheck.isPointer(payload)) {
      return record;
    }
    Bytes inPlace = pointer.apply(payload);
    return record.withData(derived.map(it -> it.withPayload(inPlace).encode()).orElse(inPlace));
  }

  @Override
  public RequestLimits limits() {
    RequestLimits limits = target.limits();
    return new RequestLimits() {
      @Override
      public Optional<String> refusal(OutgoingRecord record) {
        return limits.refusal(asSent(record));
      }

      @Override
      public List<Integer> choose(List<OutgoingRecord> candidates) {
        return limits.choose(candidates.stream().map(ClaimCheckTarget.this::asSent).toList());
      }
    };
  }

  /** As large as it will be. */
  private OutgoingRecord asSent(OutgoingRecord record) {
    return light(record, payload -> STAND_IN);
  }

  @Override
  public List<Answer> put(List<OutgoingRecord> request) {
    return target.put(request.stream().map(record -> light(record, this::claim)).toList());
  }

  private Bytes claim(Bytes payload) {
    ClaimCheck claim = ClaimCheck.of(payload, LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC));
    try {
      return switch (store.putIfAbsent(claim.key(), payload)) {
        case STORED, ALREADY_THERE -> claim.pointer();
      };
    } catch (StoreException e) {
      throw new TargetException(kind(e), String.valueOf(e.getMessage()), e);
    }
  }

  private static TargetException.Kind kind(StoreException e) {
    return switch (e.kind()) {
      case TRANSIENT -> TargetException.Kind.TRANSIENT;
      case MISCONFIGURED -> TargetException.Kind.MISCONFIGURED;
    };
  }
}
