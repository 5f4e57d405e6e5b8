package dev.tidemark.producer.claim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.checkpoint.Bytes;
import dev.tidemark.checkpoint.Position;
import dev.tidemark.checkpoint.ShardKey;
import dev.tidemark.checkpoint.derived.Correlation;
import dev.tidemark.checkpoint.derived.DerivedRecord;
import dev.tidemark.checkpoint.store.ObjectKey;
import dev.tidemark.checkpoint.store.PayloadStore;
import dev.tidemark.checkpoint.store.StoreException;
import dev.tidemark.producer.Answer;
import dev.tidemark.producer.Order;
import dev.tidemark.producer.OutgoingRecord;
import dev.tidemark.producer.RequestLimits;
import dev.tidemark.producer.Target;
import dev.tidemark.producer.TargetException;
import dev.tidemark.producer.TargetPosition;
import dev.tidemark.producer.kinesis.PutRecordsLimits;
import dev.tidemark.testkit.ManualClock;
import dev.tidemark.testkit.store.MemoryPayloadStore;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ClaimCheckTargetTest {

  private static final Bytes SMALL = Bytes.ofUtf8("x".repeat(100));
  private static final Bytes LARGE = Bytes.ofUtf8("y".repeat(101));

  private final MemoryPayloadStore store = new MemoryPayloadStore();
  private final ManualClock clock = new ManualClock(Instant.parse("2026-11-21T00:00:00Z"));
  private final Stream stream = new Stream(new PutRecordsLimits(200, 500, 200));
  private final ClaimCheckTarget target = new ClaimCheckTarget(stream, store, 100, clock);

  /** What would be in Kinesis. */
  private static final class Stream implements Target {
    private final List<Bytes> written = new ArrayList<>();
    private final RequestLimits limits;

    Stream(RequestLimits limits) {
      this.limits = limits;
    }

    @Override
    public String name() {
      return "stream";
    }

    @Override
    public Order order() {
      return Order.PER_KEY;
    }

    @Override
    public RequestLimits limits() {
      return limits;
    }

    @Override
    public List<Answer> put(List<OutgoingRecord> request) {
      List<Answer> answers = new ArrayList<>();
      for (OutgoingRecord record : request) {
        written.add(record.data());
        answers.add(new Answer.Written(new TargetPosition("stream", "" + written.size())));
      }
      return answers;
    }
  }

  private static OutgoingRecord record(Bytes data) {
    return OutgoingRecord.of("key", data, Instant.EPOCH);
  }

  private Bytes sent(Bytes data) {
    assertThat(target.put(List.of(record(data)))).hasSize(1);
    return stream.written.getLast();
  }

  @Test
  void aSmallRecordIsWrittenAsItIs() throws IOException {
    assertThat(sent(SMALL)).isEqualTo(SMALL);
    assertThat(ClaimCheck.resolve(SMALL, store)).isEqualTo(SMALL);
  }

  @Test
  void aLargeRecordIsAPointerThatLeadsToIt() throws IOException {
    Bytes pointer = sent(LARGE);

    assertThat(pointer.size()).isEqualTo(ClaimCheck.POINTER_BYTES);
    assertThat(ClaimCheck.resolve(pointer, store)).isEqualTo(LARGE);
    assertThat(sent(LARGE)).as("sent again").isEqualTo(pointer);
  }

  @Test
  void theSameRecordIsStoredOnceADay() throws IOException {
    Bytes first = sent(LARGE);
    clock.advance(Duration.ofDays(1).minusNanos(1));
    assertThat(sent(LARGE)).isEqualTo(first);
    assertThat(store.keys()).hasSize(1);

    clock.advance(Duration.ofNanos(1));
    Bytes next = sent(LARGE);

    assertThat(store.keys())
        .extracting(key -> key.value().substring(0, "claims/2026-11-21/".length()))
        .containsExactlyInAnyOrder("claims/2026-11-21/", "claims/2026-11-22/");
    assertThat(ClaimCheck.resolve(first, store)).isEqualTo(LARGE);
    assertThat(ClaimCheck.resolve(next, store)).isEqualTo(LARGE);
  }

  @Test
  void aPointerWithoutADayIsReadAndNotTakenForARecord() throws IOException {
    String digest = "20b7e545c324ac23111aaf8502c69384b88e3d8fde81ed75b56538ad8593db8c";
    Bytes old = Bytes.ofUtf8("\0TMC1" + digest + ":0000000101");
    store.putIfAbsent(new ObjectKey("claims/" + digest.substring(0, 2) + "/" + digest), LARGE);

    assertThat(ClaimCheck.resolve(old, store)).isEqualTo(LARGE);
    assertThat(ClaimCheck.resolve(sent(old), store)).isEqualTo(old);
  }

  @Test
  void aRecordThatLooksLikeAPointerComesBackAsItWas() throws IOException {
    Bytes pointer = sent(LARGE);

    Bytes twice = sent(pointer);

    assertThat(twice).isNotEqualTo(pointer);
    assertThat(ClaimCheck.resolve(twice, store)).isEqualTo(pointer);
  }

  private static DerivedRecord derived(Bytes payload) {
    var source = new ShardKey("order-lines", "orders", "shardId-0");
    var correlation = Correlation.ofOne(source, Position.of("7"), 0, false);
    return new DerivedRecord(correlation, Optional.of(Position.of("5")), payload);
  }

  @Test
  void whatALargeDerivedRecordWasMadeOfStaysInFrontOfThePointer() throws IOException {
    DerivedRecord large = derived(LARGE);

    DerivedRecord written = DerivedRecord.read(sent(large.encode())).orElseThrow();

    assertThat(written.correlation()).isEqualTo(large.correlation());
    assertThat(written.settledBefore()).isEqualTo(large.settledBefore());
    assertThat(written.payload()).isEqualTo(sent(LARGE));
    assertThat(ClaimCheck.resolve(written.payload(), store)).isEqualTo(LARGE);
  }

  @Test
  void aDerivedRecordThatSaysWhatLooksLikeAPointerComesBackAsItWas() throws IOException {
    Bytes pointer = sent(LARGE);
    var roomy = new ClaimCheckTarget(stream, store, 10_000);

    assertThat(roomy.put(List.of(record(derived(pointer).encode())))).hasSize(1);

    DerivedRecord written = DerivedRecord.read(stream.written.getLast()).orElseThrow();
    assertThat(written.payload()).isNotEqualTo(pointer);
    assertThat(ClaimCheck.resolve(written.payload(), store)).isEqualTo(pointer);
  }

  @Test
  void theLimitsOfADerivedRecordAreThoseOfWhatStandsInTheStream() {
    OutgoingRecord small = record(derived(Bytes.EMPTY).encode());
    int inStream = small.data().size() + ClaimCheck.POINTER_BYTES + "key".length();
    OutgoingRecord large = record(derived(Bytes.wrap(new byte[5_000])).encode());

    assertThat(limited(inStream).limits().refusal(large)).isEmpty();
    assertThat(limited(inStream - 1).limits().refusal(large)).isPresent();
  }

  private ClaimCheckTarget limited(int maxRecordBytes) {
    var limits = new PutRecordsLimits(maxRecordBytes, 500, maxRecordBytes);
    return new ClaimCheckTarget(new Stream(limits), store, 100);
  }

  @Test
  void theLimitsAreThoseOfThePointer() {
    OutgoingRecord large = record(Bytes.wrap(new byte[5_000]));

    assertThat(stream.limits().refusal(large)).isPresent();
    assertThat(target.limits().refusal(large)).isEmpty();
    assertThat(target.limits().choose(List.of(large, large, large))).containsExactly(0, 1);
    assertThat(target.order()).isEqualTo(Order.PER_KEY);
    assertThat(target.name()).isEqualTo("stream");
  }

  @Test
  void aPointerToNothingIsAnErrorThatSaysSo() {
    Bytes pointer = sent(LARGE);

    assertThatThrownBy(() -> ClaimCheck.resolve(pointer, new MemoryPayloadStore()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("is not in the payload store: it expired");
  }

  @Test
  void whatIsNotWhatWasWrittenIsAnError() {
    Bytes pointer = sent(LARGE);
    var changed = new MemoryPayloadStore();
    changed.putIfAbsent(store.keys().iterator().next(), SMALL);

    assertThatThrownBy(() -> ClaimCheck.resolve(pointer, changed))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("is not what was written");
  }

  @Test
  void nothingIsWrittenWhileTheStoreIsDown() {
    for (StoreException.Kind kind : StoreException.Kind.values()) {
      var down =
          new PayloadStore() {
            @Override
            public PutReply putIfAbsent(ObjectKey key, Bytes content) {
              throw new StoreException(kind, "S3 is down");
            }

            @Override
            public Optional<Bytes> get(ObjectKey key) {
              throw new StoreException(kind, "S3 is down");
            }
          };
      var troubled = new ClaimCheckTarget(stream, down, 100);

      assertThatThrownBy(() -> troubled.put(List.of(record(SMALL), record(LARGE))))
          .isInstanceOfSatisfying(
              TargetException.class, e -> assertThat(e.kind().name()).isEqualTo(kind.name()))
          .hasMessage("S3 is down");
      assertThat(stream.written).isEmpty();
    }
  }
}
