package dev.tidemark.handler;

import static dev.tidemark.handler.Bench.failures;
import static dev.tidemark.handler.EventJson.event;
import static dev.tidemark.handler.EventJson.rawRecord;
import static dev.tidemark.handler.EventJson.record;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.Outcome;
import dev.tidemark.RecordCodec;
import dev.tidemark.checkpoint.Bytes;
import dev.tidemark.checkpoint.store.ObjectKey;
import dev.tidemark.checkpoint.store.PayloadStore;
import dev.tidemark.checkpoint.store.StoreException;
import dev.tidemark.producer.Answer;
import dev.tidemark.producer.Gzip;
import dev.tidemark.producer.Order;
import dev.tidemark.producer.OutgoingRecord;
import dev.tidemark.producer.RequestLimits;
import dev.tidemark.producer.Target;
import dev.tidemark.producer.TargetPosition;
import dev.tidemark.producer.claim.ClaimCheckTarget;
import dev.tidemark.producer.kinesis.PutRecordsLimits;
import dev.tidemark.testkit.store.MemoryPayloadStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** What a producer has compressed or put into a store comes to a consumer as it was. */
class ProducedRecordsTest {

  private static final String LONG = "long ".repeat(1_000);

  private final Bench bench = new Bench();
  private final MemoryPayloadStore large = new MemoryPayloadStore();

  /** The bytes that a producer writes to a stream. */
  private String produced(String text) {
    List<Bytes> written = new ArrayList<>();
    var stream =
        new Target() {
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
            return PutRecordsLimits.DEFAULTS;
          }

          @Override
          public List<Answer> put(List<OutgoingRecord> request) {
            request.forEach(record -> written.add(record.data()));
            return Collections.nCopies(
                request.size(), new Answer.Written(new TargetPosition("shard", "1")));
          }
        };
    OutgoingRecord record = OutgoingRecord.of("key", Gzip.pack(Bytes.ofUtf8(text)), Instant.EPOCH);
    assertThat(new ClaimCheckTarget(stream, large, 30).put(List.of(record))).hasSize(1);
    return written.getFirst().toBase64();
  }

  private Bench.Texts consumer(PayloadStore store) {
    return new Bench.Texts(
        bench,
        RecordCodec.claimChecked(store, RecordCodec.gunzipped(RecordCodec.utf8())),
        bench.parts(),
        record -> Outcome.done());
  }

  @Test
  void smallCompressedAndLargeRecordsComeAsTheyWere() throws Exception {
    String event =
        event(
            rawRecord("1", "a", produced("small")),
            rawRecord("2", "a", produced(LONG)),
            rawRecord("3", "a", produced("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")),
            record("4", "a", "of another producer"));

    assertThat(bench.handle(consumer(large), event)).isEqualTo(failures());

    assertThat(bench.given).containsExactly("small", LONG, "a".repeat(40), "of another producer");
    assertThat(large.keys()).hasSize(1);
  }

  @Test
  void aLargeRecordThatIsGoneIsExhaustedAndNoOtherIsTouched() throws Exception {
    String event =
        event(rawRecord("1", "a", produced(LONG)), rawRecord("2", "b", produced("small")));

    String response = bench.handle(consumer(new MemoryPayloadStore()), event);

    assertThat(response).isEqualTo(failures());
    assertThat(bench.given).containsExactly("small");
    assertThat(bench.exhausted())
        .singleElement()
        .asString()
        .startsWith("1: java.io.IOException: the large record claims/");
  }

  @Test
  void aLargeRecordWaitsForItsStoreWithoutAnAttempt() throws Exception {
    var down = new AtomicBoolean(true);
    var troubled =
        new PayloadStore() {
          @Override
          public PutReply putIfAbsent(ObjectKey key, Bytes content) {
            return large.putIfAbsent(key, content);
          }

          @Override
          public Optional<Bytes> get(ObjectKey key) {
            if (down.get()) {
              throw new StoreException(StoreException.Kind.TRANSIENT, "S3 is down");
            }
            return large.get(key);
          }
        };
    String event = event(rawRecord("1", "a", produced(LONG)));
    var consumer = consumer(troubled);
    for (int i = 0; i < 8; i++) {
      assertThat(bench.handle(consumer, event)).isEqualTo(failures("1"));
      bench.clock.advance(Duration.ofSeconds(10));
    }
    down.set(false);

    assertThat(bench.handle(consumer, event)).isEqualTo(failures());

    assertThat(bench.given).containsExactly(LONG);
    assertThat(bench.exhausted()).isEmpty();
  }
}
