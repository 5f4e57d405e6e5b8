package dev.tidemark.handler;

import static dev.tidemark.handler.Bench.failures;
import static dev.tidemark.handler.EventJson.event;
import static dev.tidemark.handler.EventJson.record;
import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import dev.tidemark.Aggregates;
import dev.tidemark.ConsumerParts;
import dev.tidemark.KinesisRecord;
import dev.tidemark.Outcome;
import dev.tidemark.RecordCodec;
import dev.tidemark.checkpoint.BatchSpan;
import dev.tidemark.checkpoint.Bytes;
import dev.tidemark.checkpoint.store.ObjectKey;
import dev.tidemark.engine.PayloadFormat;
import dev.tidemark.testkit.KplAggregate;
import dev.tidemark.testkit.UserRecord;
import java.io.IOException;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Events with aggregates in them, and what the consumer, the mapping and the stores see. */
class AggregatedEventTest {

  private static final Bytes FRUIT =
      KplAggregate.of(
          List.of(
              UserRecord.of("a", "apple"),
              UserRecord.of("b", "banana"),
              UserRecord.of("c", "cherry")));

  private static final String EVENT =
      event(record("10", "p", "plum"), aggregate("20", FRUIT), record("30", "q", "quince"));

  private final Bench bench = new Bench();
  private final Queue<String> seen = new ConcurrentLinkedQueue<>();

  private static String aggregate(String sequenceNumber, Bytes data) {
    return EventJson.rawRecord(sequenceNumber, "outer", data.toBase64());
  }

  private Outcome see(KinesisRecord<String> record) {
    seen.add(record.position() + " " + record.partitionKey() + " " + record.value());
    return Outcome.done();
  }

  private Outcome allBut(String unwanted, KinesisRecord<String> record) {
    return record.value().equals(unwanted)
        ? Outcome.retry(new IllegalStateException("bad"))
        : see(record);
  }

  private Bench.Texts consumer(Aggregates aggregates, Bench.Texts.Code code) {
    ConsumerParts parts =
        ConsumerParts.of(Bench.SETTINGS.withAggregates(aggregates), bench.statuses, bench.payloads)
            .withClock(bench.clock);
    RecordCodec<String> codec =
        data -> data.equals(FRUIT) ? "all the fruit" : RecordCodec.utf8().decode(data);
    return new Bench.Texts(bench, codec, parts, code);
  }

  private List<String> payloadLines() {
    ObjectKey key =
        bench.payloads.keys().stream()
            .filter(one -> one.value().startsWith("batches/"))
            .findFirst()
            .orElseThrow();
    return PayloadFormat.decode(bench.payloads.get(key).orElseThrow()).stream()
        .map(line -> line.position() + " " + line.partitionKey() + " " + line.data().toUtf8())
        .toList();
  }

  @Test
  void eachRecordInAnAggregateHasItsOwnKeyAndPlace() throws IOException {
    String response = bench.handle(bench.texts(this::see), EVENT);

    assertThat(response).isEqualTo(failures());
    assertThat(seen)
        .containsExactlyInAnyOrder(
            "10 p plum", "20 a apple", "20.1 b banana", "20.2 c cherry", "30 q quince");
    assertThat(payloadLines())
        .containsExactly(
            "10 p plum", "20 a apple", "20.1 b banana", "20.2 c cherry", "30 q quince");
  }

  @Test
  void itsIdempotencyKeyEndsInItsPlaceInTheAggregate() throws IOException {
    var keys = new ConcurrentLinkedQueue<String>();
    var consumer =
        bench.texts(
            record -> {
              keys.add(record.idempotencyKey());
              return Outcome.done();
            });

    bench.handle(consumer, event(aggregate("20", FRUIT)));

    String shard = "earthquakes/" + EventJson.SHARD;
    assertThat(keys).containsExactlyInAnyOrder(shard + "/20/0", shard + "/20/1", shard + "/20/2");
  }

  @Test
  void theResponseNamesTheAggregateWhicheverRecordInItIsUnfinished() throws IOException {
    var consumer = bench.texts(record -> allBut("cherry", record));

    assertThat(bench.handle(consumer, EVENT)).isEqualTo(failures("20"));
    assertThat(bench.handle(consumer, event(aggregate("20", FRUIT)))).isEqualTo(failures("20"));
    assertThat(bench.handle(consumer, EVENT)).isEqualTo(failures());

    assertThat(seen).hasSize(4).doesNotHaveDuplicates();
    assertThat(bench.exhausted()).containsExactly("20.2: java.lang.IllegalStateException: bad");
  }

  @Test
  void anAggregateThatStandsInTheEventTwiceCountsOnce() throws IOException {
    String response =
        bench.handle(bench.texts(this::see), event(aggregate("20", FRUIT), aggregate("20", FRUIT)));

    assertThat(response).isEqualTo(failures());
    assertThat(seen).hasSize(3);
  }

  @Test
  void aBoundEventIsOpenedAsWell() {
    var record = new KinesisEvent.Record();
    record.setSequenceNumber("20");
    record.setPartitionKey("outer");
    record.setData(FRUIT.asByteBuffer());
    var one = new KinesisEvent.KinesisEventRecord();
    one.setEventSource("aws:kinesis");
    one.setEventID(EventJson.SHARD + ":20");
    one.setEventSourceARN(EventJson.ARN);
    one.setKinesis(record);
    var event = new KinesisEvent();
    event.setRecords(List.of(one));

    assertThat(bench.handle(bench.texts(record1 -> allBut("banana", record1)), event))
        .isEqualTo(failures("20"));
    assertThat(seen).containsExactlyInAnyOrder("20 a apple", "20.2 c cherry");
  }

  @Test
  void whatOnlyBeginsAsAnAggregateIsARecordLikeAnyOther() throws IOException {
    byte[] damaged = FRUIT.toByteArray();
    damaged[damaged.length - 1] ^= 1;
    var consumer =
        new Bench.Texts(
            bench, data -> data.size() + " bytes", bench.parts(), record -> see(record));

    bench.handle(consumer, event(aggregate("20", Bytes.wrap(damaged))));

    assertThat(seen).containsExactly("20 outer " + damaged.length + " bytes");
  }

  @Test
  void anAggregateIsKeptWhereTheSettingsSaySo() throws IOException {
    String response = bench.handle(consumer(Aggregates.KEEP, this::see), EVENT);

    assertThat(response).isEqualTo(failures());
    assertThat(seen)
        .containsExactlyInAnyOrder("10 p plum", "20.9999999999 outer all the fruit", "30 q quince");
  }

  @Test
  void aChangeOfTheSettingLosesNothingOfAnAggregateThatIsHalfDone() throws IOException {
    var opening = consumer(Aggregates.OPEN, record -> allBut("cherry", record));
    assertThat(bench.handle(opening, EVENT)).isEqualTo(failures("20"));
    seen.clear();

    assertThat(bench.handle(consumer(Aggregates.KEEP, this::see), EVENT)).isEqualTo(failures());

    assertThat(seen).containsExactly("20.9999999999 outer all the fruit");
    assertThat(bench.handle(opening, EVENT)).isEqualTo(failures("20"));
  }

  @Test
  void theLargestEventFitsABatch() {
    int largest = 4_500_000;
    List<UserRecord> smallest =
        IntStream.range(0, largest / 6).mapToObj(i -> UserRecord.of("", "")).toList();
    Bytes data = KplAggregate.of(smallest);
    var fields = new RecordFields(0);
    fields.eventSource = "aws:kinesis";
    fields.eventId = EventJson.SHARD + ":1";
    fields.eventSourceArn = EventJson.ARN;
    fields.sequenceNumber = "1";
    fields.partitionKey = "k";
    fields.decoded(data);

    Deliveries one = Deliveries.of("bench", Aggregates.OPEN, List.of(fields.toRecord())).get(0);

    assertThat(data.size()).isBetween(largest, largest + 100);
    assertThat(one.delivery().size()).isEqualTo(largest / 6).isLessThan(BatchSpan.MAX_COUNT);
  }
}
