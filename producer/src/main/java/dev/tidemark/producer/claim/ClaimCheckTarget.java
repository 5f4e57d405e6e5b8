package dev.tidemark.producer.claim;

import dev.tidemark.checkpoint.Bytes;
import dev.tidemark.checkpoint.store.PayloadStore;
import dev.tidemark.checkpoint.store.StoreException;
import dev.tidemark.producer.Answer;
import dev.tidemark.producer.Order;
import dev.tidemark.producer.OutgoingRecord;
import dev.tidemark.producer.RequestLimits;
import dev.tidemark.producer.Target;
import dev.tidemark.producer.TargetException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A target whose large records are kept in a payload store, S3 for one: first the record is put
 * there, then a pointer is written. A consumer reads it back with {@link ClaimCheck#resolve}.
 *
 * <p>Records in the store are never deleted from here. Give the store a rule that expires what lies
 * under {@code claims/}, later than the stream and the dead letters of its consumers let go of the
 * pointers.
 */
public final class ClaimCheckTarget implements Target {

  private static final Bytes STAND_IN = Bytes.wrap(new byte[ClaimCheck.POINTER_BYTES]);

  private final Target target;
  private final PayloadStore store;
  private final int largestInline;

  /**
   * @param largestInline a record with more bytes goes to the store, 0 or more
   */
  public ClaimCheckTarget(Target target, PayloadStore store, int largestInline) {
    this.target = Objects.requireNonNull(target);
    this.store = Objects.requireNonNull(store);
    this.largestInline = largestInline;
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

  /** A record that looks like a pointer is no pointer: it is kept in the store as well. */
  private boolean isClaimed(OutgoingRecord record) {
    return record.data().size() > largestInline || ClaimCheck.isPointer(record.data());
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
    return isClaimed(record) ? record.withData(STAND_IN) : record;
  }

  @Override
  public List<Answer> put(List<OutgoingRecord> request) {
    List<OutgoingRecord> light = new ArrayList<>();
    for (OutgoingRecord record : request) {
      light.add(isClaimed(record) ? claim(record) : record);
    }
    return target.put(light);
  }

  private OutgoingRecord claim(OutgoingRecord record) {
    ClaimCheck claim = ClaimCheck.of(record.data());
    try {
      return switch (store.putIfAbsent(claim.key(), record.data())) {
        case STORED, ALREADY_THERE -> record.withData(claim.pointer());
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
