package dev.tidemark.handler;

import static dev.tidemark.handler.Bench.failures;
import static dev.tidemark.handler.EventJson.event;
import static dev.tidemark.handler.EventJson.record;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.DuplicateFilter;
import dev.tidemark.KinesisRecord;
import dev.tidemark.Outcome;
import dev.tidemark.RecordCodec;
import dev.tidemark.checkpoint.Bytes;
import dev.tidemark.checkpoint.store.ObjectKey;
import dev.tidemark.checkpoint.store.PayloadStore;
import dev.tidemark.checkpoint.store.StoreException;
import dev.tidemark.testkit.fault.Fault;
import dev.tidemark.testkit.fault.FaultScript;
import dev.tidemark.testkit.fault.FaultyStatusStore;
import dev.tidemark.testkit.fault.StoreCall;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Consumers, codecs and stores that do what they should not. */
class ConsumerTroubleTest {

  private static final String EVENT =
      event(record("1", "a", "one"), record("2", "b", "two"), record("3", "c", "three"));

  private final Bench bench = new Bench();

  @Test
  void aConsumerThatReturnsNullHasFailed() throws IOException {
    var consumer = bench.texts(record -> noOutcome());

    for (int attempt = 1; attempt <= 2; attempt++) {
      assertThat(bench.handle(consumer, EVENT)).isEqualTo(failures("1"));
    }

    assertThat(bench.handle(consumer, EVENT)).isEqualTo(failures());
    assertThat(bench.exhausted())
        .hasSize(3)
        .allMatch(line -> line.endsWith("the consumer returned null instead of an Outcome"));
  }

  @Test
  void anErrorOfTheConsumerHarmsOnlyItsRecord() throws IOException {
    var consumer =
        bench.texts(
            record -> {
              if (record.value().equals("two")) {
                throw new StackOverflowError("deep");
              }
              return Outcome.done();
            });

    String response = bench.handle(consumer, EVENT);

    assertThat(response).isEqualTo(failures("2"));
    assertThat(bench.statuses.batchRows().get(0).progress().finished()).isEqualTo(2);
  }

  @Test
  void anExceptionWhoseMessageCannotBeReadHarmsOnlyItsRecord() throws IOException {
    var consumer =
        bench.texts(
            record -> {
              if (record.value().equals("two")) {
                throw new HostileException();
              }
              return Outcome.done();
            });

    String response = bench.handle(consumer, EVENT);

    assertThat(response).isEqualTo(failures("2"));
  }

  private static final class HostileException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    @Override
    public String getMessage() {
      throw new IllegalStateException("no message");
    }
  }

  @Test
  void anExceptionWithHalfACharacterInItsMessageIsStoredAsExhausted() throws IOException {
    var consumer = bench.texts(record -> Outcome.exhaust(new IOException("cut \ud83c")));

    String response = bench.handle(consumer, EVENT);

    assertThat(response).isEqualTo(failures());
    assertThat(bench.exhausted()).hasSize(3);
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 2, 4})
  void aBatchConsumerWithTheWrongNumberOfOutcomesHasFailed(int count) throws IOException {
    var consumer =
        bench.batches(
            records -> count < 0 ? nothing() : Collections.nCopies(count, Outcome.done()));

    String response = bench.handle(consumer, EVENT);

    assertThat(response).isEqualTo(failures("1"));
    assertThat(bench.statuses.batchRows().get(0).progress().finished()).isZero();
  }

  @SuppressWarnings("NullAway") // what a consumer outside of null-checked code can do
  private static Outcome noOutcome() {
    return null;
  }

  @SuppressWarnings("NullAway")
  private static List<Outcome> nothing() {
    return null;
  }

  @Test
  void anOutcomeOfABatchThatIsNullFailsItsRecord() throws IOException {
    var consumer =
        bench.batches(
            records -> {
              var outcomes = new ArrayList<Outcome>();
              records.forEach(
                  record ->
                      outcomes.add(record.value().equals("two") ? noOutcome() : Outcome.done()));
              return outcomes;
            });

    assertThat(bench.handle(consumer, EVENT)).isEqualTo(failures("2"));
  }

  @Test
  void anErrorOfTheCodecHarmsOnlyItsRecordInABatch() throws IOException {
    RecordCodec<String> codec =
        data -> {
          if (data.toUtf8().equals("two")) {
            throw new StackOverflowError("nested too deep");
          }
          return data.toUtf8();
        };
    var consumer =
        new Bench.TextBatches(
            codec, bench.parts(), records -> Collections.nCopies(records.size(), Outcome.done()));

    String response = bench.handle(consumer, EVENT);

    assertThat(response).isEqualTo(failures("2"));
    assertThat(bench.statuses.batchRows().get(0).progress().finished()).isEqualTo(2);
  }

  /** A filter whose store is down for one record. */
  private static final class BrokenFilter implements DuplicateFilter {
    private final boolean atSettling;

    BrokenFilter(boolean atSettling) {
      this.atSettling = atSettling;
    }

    @Override
    public Decision admit(KinesisRecord<?> record) {
      failAt(record, !atSettling);
      return Decision.FIRST;
    }

    @Override
    public void settle(KinesisRecord<?> record, Outcome outcome) {
      failAt(record, atSettling);
    }

    private static void failAt(KinesisRecord<?> record, boolean here) {
      if (here && record.value().equals("two")) {
        throw new IllegalStateException("the filter is down");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aDuplicateFilterThatIsDownHarmsOnlyItsRecordInABatch(boolean atSettling) throws IOException {
    var consumer =
        new Bench.TextBatches(
            RecordCodec.utf8(),
            bench.parts().withDuplicateFilter(new BrokenFilter(atSettling)),
            records -> Collections.nCopies(records.size(), Outcome.done()));

    String response = bench.handle(consumer, EVENT);

    assertThat(response).isEqualTo(failures("2"));
    assertThat(bench.statuses.batchRows().get(0).progress().finished()).isEqualTo(2);
  }

  @Test
  void aMissingTableIsSaidInTheWordsOfTheStoreAndNothingIsLost() throws IOException {
    var down = new MissingTable(bench.statuses);
    var consumer =
        new Bench.Texts(
            bench, RecordCodec.utf8(), bench.parts(down, bench.payloads), record -> Outcome.done());

    assertThatThrownBy(() -> bench.handle(consumer, EVENT))
        .isInstanceOf(CheckpointException.class)
        .hasMessage("table 'table' does not exist: create it");
    assertThat(bench.given).isEmpty();
    assertThat(bench.handle(bench.texts(), EVENT)).isEqualTo(failures());
    assertThat(bench.given).hasSize(3);
  }

  @Test
  void aMissingBucketIsSaidBeforeAnyRecordStarts() throws IOException {
    PayloadStore missing = new MissingBucket();
    var consumer =
        new Bench.Texts(
            bench,
            RecordCodec.utf8(),
            bench.parts(bench.statuses, missing),
            record -> Outcome.done());

    assertThatThrownBy(() -> bench.handle(consumer, EVENT))
        .isInstanceOf(CheckpointException.class)
        .hasMessage("bucket 'bucket' does not exist: create it");
    assertThat(bench.given).isEmpty();
    assertThat(bench.handle(bench.texts(), EVENT)).isEqualTo(failures());
  }

  @Test
  void aStoreThatPassinglyFailsIsNoExceptionAndTheRecordsComeAgain() throws IOException {
    Fault[] faults = Collections.nCopies(3, Fault.THROTTLE).toArray(Fault[]::new);
    var throttled =
        new FaultyStatusStore(bench.statuses, FaultScript.on(Set.of(StoreCall.CLAIM), faults));
    var consumer =
        new Bench.Texts(
            bench,
            RecordCodec.utf8(),
            bench.parts(throttled, bench.payloads),
            record -> Outcome.done());

    assertThat(bench.handle(consumer, EVENT)).isEqualTo(failures("1"));

    assertThat(bench.context.lines())
        .singleElement()
        .asString()
        .contains("to be delivered again from 1; TRANSIENT: CLAIM: throttled");
    assertThat(bench.handle(consumer, EVENT)).isEqualTo(failures());
  }

  @Test
  void nothingOfAPayloadOrAKeyIsInTheLogOrInARow() throws IOException {
    String marker = "s3cr3t-marker";
    var consumer =
        bench.texts(
            record -> {
              throw new IOException("cannot read " + record.value());
            });
    String event = event(record("1", marker, marker), EventJson.rawRecord("2", marker, marker));

    bench.handle(consumer, event);
    bench.handle(consumer, event);
    bench.handle(consumer, event);

    assertThat(bench.context.lines()).isNotEmpty().noneMatch(line -> line.contains(marker));
    assertThat(bench.statuses.batchRows().toString())
        .contains("UndecodableRecordException at 2")
        .doesNotContain(marker);
    assertThat(bench.statuses.shardRows().toString()).doesNotContain(marker);
    assertThat(bench.exhausted()).anyMatch(line -> line.contains(marker));
  }

  private static final class MissingBucket implements PayloadStore {
    private static StoreException missing() {
      return new StoreException(
          StoreException.Kind.MISCONFIGURED, "bucket 'bucket' does not exist: create it");
    }

    @Override
    public PutReply putIfAbsent(ObjectKey key, Bytes content) {
      throw missing();
    }

    @Override
    public Optional<Bytes> get(ObjectKey key) {
      throw missing();
    }
  }
}
