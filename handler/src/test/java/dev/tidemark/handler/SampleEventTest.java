package dev.tidemark.handler;

import static dev.tidemark.handler.Bench.failures;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import com.amazonaws.services.lambda.runtime.tests.EventLoader;
import com.amazonaws.services.lambda.runtime.tests.annotations.Event;
import dev.tidemark.Outcome;
import dev.tidemark.RecordCodec;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The events in the folder {@code events}, streamed and bound. */
class SampleEventTest {

  private static final String FIRST = "49590338271490256608559692538361571095921575989136588898";
  private static final String SECOND = "49590338271490256608559692538361571095921575989136588899";

  private final Bench bench = new Bench();

  private static RecordCodec<String> jsonLike() {
    return data -> {
      String text = data.toUtf8();
      if (!text.startsWith("{")) {
        throw new IllegalArgumentException("not a JSON object");
      }
      return text;
    };
  }

  @ParameterizedTest
  @Event(value = "events/kinesis-one.json", type = KinesisEvent.class)
  void oneRecordIsDone(KinesisEvent event) {
    String response = bench.handle(bench.texts(), event);

    assertThat(response).isEqualTo("{\"batchItemFailures\":[]}");
    assertThat(bench.given).singleElement().asString().contains("\"id\":\"uw61345682\"");
  }

  @ParameterizedTest
  @Event(value = "events/kinesis-batch.json", type = KinesisEvent.class)
  void theLowestUnfinishedRecordOfABatchIsNamed(KinesisEvent event) {
    var consumer =
        bench.texts(
            record ->
                record.partitionKey().equals("mb")
                    ? Outcome.retry(new IOException("down"))
                    : Outcome.done());

    String response = bench.handle(consumer, event);

    assertThat(response)
        .isEqualTo(failures("49671000000000000000000000000000000000000000000000000018"));
    assertThat(bench.given).hasSize(3);
  }

  @ParameterizedTest
  @Event(value = "events/kinesis-not-json-data.json", type = KinesisEvent.class)
  void onlyTheRecordThatCannotBeDecodedIsExhausted(KinesisEvent event) {
    var consumer = new Bench.Texts(bench, jsonLike(), bench.parts(), record -> Outcome.done());

    String response = bench.handle(consumer, event);

    assertThat(response).isEqualTo(failures());
    assertThat(bench.given).hasSize(2);
    assertThat(bench.exhausted())
        .containsExactly(SECOND + ": java.lang.IllegalArgumentException: not a JSON object");
  }

  @Test
  void onlyTheRecordWithBrokenBase64IsExhausted() throws IOException {
    String event = EventJson.sample("kinesis-broken-base64.json");

    String response = bench.handle(bench.texts(), event);

    assertThat(response).isEqualTo(failures());
    assertThat(bench.given).hasSize(2);
    assertThat(bench.exhausted()).singleElement().asString().startsWith(SECOND).contains("base64");
  }

  @ParameterizedTest
  @Event(value = "events/kinesis-two-shards.json", type = KinesisEvent.class)
  void recordsOfTwoShardsAreDoneEachInItsShard(KinesisEvent event) {
    String response = bench.handle(bench.texts(), event);

    assertThat(response).isEqualTo(failures());
    assertThat(bench.statuses.shardRows())
        .extracting(row -> row.shard().shard())
        .containsExactly("shardId-000000000006", "shardId-000000000007");
    assertThat(bench.given).hasSize(3);
  }

  @ParameterizedTest
  @Event(value = "events/kinesis-unordered-and-twice.json", type = KinesisEvent.class)
  void recordsAreRunInOrderAndOnce(KinesisEvent event) {
    String response = bench.handle(bench.texts(), event);

    assertThat(response).isEqualTo(failures());
    assertThat(bench.given).hasSize(3);
    assertThat(bench.given.stream().filter(value -> value.contains("\"network\":\"uw\"")))
        .extracting(value -> value.substring(0, 18))
        .containsExactly("{\"id\":\"uw61345682\"", "{\"id\":\"uw61345677\"");
  }

  @ParameterizedTest
  @Event(value = "events/kinesis-unicode.json", type = KinesisEvent.class)
  void keysAndDataInAnyScriptAreKept(KinesisEvent event) {
    var consumer =
        bench.texts(
            record ->
                record.value().contains("🌋") ? Outcome.done() : Outcome.retry(new IOException()));

    String response = bench.handle(consumer, event);

    assertThat(response).isEqualTo(failures(FIRST));
    assertThat(bench.given).anyMatch(value -> value.contains("Geysers 🌋"));
  }

  @ParameterizedTest
  @Event(value = "events/kinesis-empty.json", type = KinesisEvent.class)
  void anEventWithoutRecordsIsDoneAndLeavesNoTrace(KinesisEvent event) {
    String response = bench.handle(bench.texts(), event);

    assertThat(response).isEqualTo(failures());
    assertThat(bench.statuses.shardRows()).isEmpty();
    assertThat(bench.context.lines()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"sqs.json", "dynamodb.json"})
  void anEventOfAnotherSourceIsRefusedWithWhatToLookAt(String file) {
    String event = EventJson.sample(file);
    KinesisEvent bound = EventLoader.loadEvent("events/" + file, KinesisEvent.class);

    assertThatThrownBy(() -> bench.handle(bench.texts(), event))
        .isInstanceOf(EventException.class)
        .hasMessage(
            "record 0 of the event comes from 'aws:%s', not from aws:kinesis: look at which event"
                + " source is mapped to this function",
            file.replace(".json", ""));
    assertThatThrownBy(() -> bench.handle(bench.texts(), bound)).isInstanceOf(EventException.class);
    assertThat(bench.statuses.shardRows()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "kinesis-one.json",
        "kinesis-batch.json",
        "kinesis-not-json-data.json",
        "kinesis-two-shards.json",
        "kinesis-unordered-and-twice.json",
        "kinesis-unicode.json",
        "kinesis-empty.json"
      })
  void aStreamedAndABoundEventHaveTheSameResult(String file) throws IOException {
    Bench.Texts.Code code =
        record ->
            record.partitionKey().equals("ak")
                ? Outcome.retry(new IOException("down"))
                : Outcome.done();
    var other = new Bench();

    String streamed = bench.handle(bench.texts(code), EventJson.sample(file));
    String bound =
        other.handle(
            other.texts(code), EventLoader.loadEvent("events/" + file, KinesisEvent.class));

    assertThat(bound).isEqualTo(streamed);
    assertThat(other.given).containsExactlyInAnyOrderElementsOf(bench.given);
    assertThat(other.context.lines()).isEqualTo(bench.context.lines());
    assertThat(other.statuses.batchRows())
        .extracting(row -> row.span(), row -> row.status(), row -> row.progress())
        .isEqualTo(
            bench.statuses.batchRows().stream()
                .map(row -> tuple(row.span(), row.status(), row.progress()))
                .toList());
  }
}
