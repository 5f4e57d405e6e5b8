package dev.tidemark.change;

import static dev.tidemark.change.ChangeBench.event;
import static dev.tidemark.change.ChangeBench.failures;
import static dev.tidemark.change.ChangeBench.insert;
import static dev.tidemark.change.ChangeBench.sample;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.DynamoDbChange;
import dev.tidemark.Outcome;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class DynamoDbStreamConsumerTest {

  private static final String FIRST = "4421584500000000017450439091";
  private static final String SECOND = "4421584500000000017450439092";

  private final ChangeBench bench = new ChangeBench();

  @Test
  void everyAttributeTypeIsReadAsTheSdkHasIt() throws IOException {
    bench.handle(bench.consumer(), sample("dynamodb-batch.json"));

    DynamoDbChange insert = change(0);
    assertThat(insert.kind()).isEqualTo(DynamoDbChange.Kind.INSERT);
    assertThat(insert.at()).isEqualTo(Instant.ofEpochSecond(1517363400));
    assertThat(insert.oldImage()).isEmpty();
    assertThat(insert.newImage().orElseThrow())
        .containsOnly(
            Map.entry("id", AttributeValue.fromS("uw61345682")),
            Map.entry("magnitude", AttributeValue.fromN("0.31")),
            Map.entry("picture", AttributeValue.fromB(bytes(0, 1, 2))),
            Map.entry("felt", AttributeValue.fromBool(true)),
            Map.entry("alert", AttributeValue.fromNul(true)),
            Map.entry("networks", AttributeValue.fromSs(List.of("uw", "mb"))),
            Map.entry("depths", AttributeValue.fromNs(List.of("3.28", "4"))),
            Map.entry("traces", AttributeValue.fromBs(List.of(bytes(0, 1, 2), bytes(3, 4)))),
            Map.entry(
                "place",
                AttributeValue.fromM(
                    Map.of(
                        "name", AttributeValue.fromS("Amboy"),
                        "distance", AttributeValue.fromN("37")))),
            Map.entry(
                "reports",
                AttributeValue.fromL(
                    List.of(
                        AttributeValue.fromS("first"),
                        AttributeValue.fromN("2"),
                        AttributeValue.fromL(List.of())))));
  }

  private static SdkBytes bytes(int... values) {
    var bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return SdkBytes.fromByteArray(bytes);
  }

  /** The change with the n-th lowest number, since different items come in any order. */
  private DynamoDbChange change(int place) {
    return bench.given.stream()
        .sorted((a, b) -> a.position().compareTo(b.position()))
        .toList()
        .get(place)
        .change();
  }

  @Test
  void imagesAndWhoDidItAreThere() throws IOException {
    bench.handle(bench.consumer(), sample("dynamodb-batch.json"));

    assertThat(change(1).kind()).isEqualTo(DynamoDbChange.Kind.MODIFY);
    assertThat(change(1).oldImage().orElseThrow())
        .containsEntry("magnitude", AttributeValue.fromN("1.35"));
    assertThat(change(1).principal()).isEmpty();
    assertThat(change(2).kind()).isEqualTo(DynamoDbChange.Kind.REMOVE);
    assertThat(change(2).principal()).contains("dynamodb.amazonaws.com");
  }

  @Test
  void whatIsDoneIsNotDoneAgain() throws IOException {
    bench.handle(bench.consumer(), sample("dynamodb-batch.json"));
    String again = bench.handle(bench.consumer(), sample("dynamodb-batch.json"));

    assertThat(again).isEqualTo(failures());
    assertThat(bench.given).hasSize(3);
  }

  @Test
  void theLowestUnfinishedChangeIsNamed() throws IOException {
    var consumer =
        bench.consumer(
            record ->
                record.change().kind() == DynamoDbChange.Kind.MODIFY
                    ? Outcome.retry(new IOException("down"))
                    : Outcome.done());

    assertThat(bench.handle(consumer, sample("dynamodb-batch.json"))).isEqualTo(failures(SECOND));
  }

  @Test
  void aChangeThatKeepsFailingIsExhaustedAndOnlyItsItemWaits() throws IOException {
    var consumer =
        bench.consumer(
            record ->
                record.position().sequenceNumber().digits().equals(FIRST)
                    ? Outcome.retry(new IOException("always"))
                    : Outcome.done());

    String event = sample("dynamodb-batch.json");
    List<String> answers =
        List.of(
            bench.handle(consumer, event),
            bench.handle(consumer, event),
            bench.handle(consumer, event));

    assertThat(answers).containsExactly(failures(FIRST), failures(FIRST), failures());
    assertThat(bench.exhausted()).containsExactly(FIRST + ": always");
    assertThat(bench.keys())
        .containsExactlyInAnyOrder(
            "uw61345682", "mb80279649", "uw61345682", "uw61345682", "uw61345682");
  }

  @Test
  void changesOfOneItemComeInTheirOrder() throws IOException {
    Queue<String> order = new ConcurrentLinkedQueue<>();
    var consumer =
        bench.consumer(
            record -> {
              order.add(record.position().sequenceNumber().digits());
              return Outcome.done();
            });

    bench.handle(consumer, event(insert("9", "a"), insert("10", "a"), insert("11", "a")));

    assertThat(order).containsExactly("9", "10", "11");
  }

  @Test
  void aNumberWithLeadingZerosIsNamedAsTheEventHasIt() throws IOException {
    var consumer = bench.consumer(record -> Outcome.retry(new IOException("down")));

    String answer =
        bench.handle(
            consumer,
            event(insert("000000000000000000009", "a"), insert("000000000000000000010", "b")));

    assertThat(answer).isEqualTo(failures("000000000000000000009"));
  }

  @Test
  void changesOfTwoShardsThatShareANumberAreTwoRecords() throws IOException {
    bench.handle(bench.consumer(), event(insert("100", "a"), insert("101", "b")));
    bench.handle(bench.consumer(), event(insert("100", "c"), insert("102", "d")));

    assertThat(bench.keys()).containsExactlyInAnyOrder("a", "b", "c", "d");
  }

  @Test
  void batchesOfTwoShardsMayInterleave() throws IOException {
    for (int round = 0; round < 3; round++) {
      bench.handle(
          bench.consumer(), event(insert("10" + round, "a" + round), insert("30" + round, "b")));
      bench.handle(
          bench.consumer(), event(insert("11" + round, "c" + round), insert("20" + round, "d")));
    }
    int first = bench.given.size();
    bench.handle(bench.consumer(), event(insert("110", "c0"), insert("200", "d")));

    assertThat(first).isEqualTo(12);
    assertThat(bench.given).hasSize(12);
  }

  @Test
  void aChangeThatCannotBeReadHarmsOnlyItself() throws IOException {
    String broken = insert("101", "b").replace("{\"S\":\"b\"}", "{\"X\":\"b\"}");

    String answer =
        bench.handle(bench.consumer(), event(insert("100", "a"), broken, insert("102", "c")));

    assertThat(answer).isEqualTo(failures());
    assertThat(bench.keys()).containsExactlyInAnyOrder("a", "c");
    assertThat(bench.exhausted())
        .singleElement()
        .asString()
        .contains("101")
        .contains("unknown type 'X'");
  }

  @Test
  void anotherSourceIsRefused() {
    assertThatThrownBy(() -> bench.handle(bench.consumer(), sample("kinesis-one.json")))
        .hasMessageContaining("comes from 'aws:kinesis', not from aws:dynamodb");
    assertThatThrownBy(() -> bench.handle(bench.consumer(), "{}"))
        .hasMessageContaining("no list 'Records'");
    assertThatThrownBy(() -> bench.handle(bench.consumer(), event(insert("one", "a"))))
        .hasMessageContaining("no usable dynamodb.SequenceNumber ('one')");
    assertThatThrownBy(
            () -> bench.handle(bench.consumer(), event(insert("1", "a").replace(":table/", "/"))))
        .hasMessageContaining("no table and stream in its eventSourceARN");
  }

  @Test
  void theExampleOfTheDocsPublishesWhatChanged() throws IOException {
    Queue<String> published = new ConcurrentLinkedQueue<>();
    var consumer =
        new Magnitudes(bench.parts()) {
          @Override
          protected void publish(String quake, String magnitude, String idempotencyKey) {
            published.add(quake + " " + magnitude);
            assertThat(Objects.requireNonNull(idempotencyKey)).contains("earthquakes.2015");
          }
        };

    bench.handle(consumer, sample("dynamodb-batch.json"));

    assertThat(published).containsExactlyInAnyOrder("uw61345682 0.31", "mb80279649 1.4");
  }
}
