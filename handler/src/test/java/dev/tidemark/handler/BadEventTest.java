package dev.tidemark.handler;

import static dev.tidemark.handler.Bench.failures;
import static dev.tidemark.handler.EventJson.event;
import static dev.tidemark.handler.EventJson.record;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import dev.tidemark.Outcome;
import java.io.IOException;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Events as no mapping, or only a hostile one, would send them. */
class BadEventTest {

  private final Bench bench = new Bench();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''                          | the event is not a JSON object
          []                          | the event is not a JSON object
          null                        | the event is not a JSON object
          "text"                      | the event is not a JSON object
          not JSON                    | the event is not well-formed JSON
          {"Records":[                | the event is not well-formed JSON
          {"Records":[{"kinesis":     | the event is not well-formed JSON
          {}                          | the event has no 'Records'
          {"records":[]}              | the event has no 'Records'
          {"Records":null}            | 'Records' of the event is not a list
          {"Records":{}}              | 'Records' of the event is not a list
          {"Records":[1]}             | record 0 of the event is not an object
          {"Records":[null]}          | record 0 of the event is not an object
          {"Records":[{}]}            | record 0 of the event comes from ''
          """)
  void anEventThatIsNoKinesisEventIsRefused(String event, String message) {
    assertThatThrownBy(() -> bench.handle(bench.texts(), event))
        .isInstanceOf(EventException.class)
        .hasMessageStartingWith(message);
    assertThat(bench.statuses.shardRows()).isEmpty();
  }

  @Test
  void aBoundEventWithoutRecordsIsRefused() {
    var event = new KinesisEvent();

    assertThatThrownBy(() -> bench.handle(bench.texts(), event))
        .isInstanceOf(EventException.class)
        .hasMessageStartingWith("the event has no 'Records'");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "sequenceNumber":"1",       | has no usable kinesis.sequenceNumber
          "eventID":"shardId-000000000000:1", | has no shard in its eventID
          ,"eventSourceARN":"arn:aws:kinesis:eu-central-1:123456789012:stream/earthquakes" | has no stream in its eventSourceARN
          "eventSource":"aws:kinesis",| comes from ''
          """)
  void aRecordThatCannotBeToldApartRefusesTheEvent(String missing, String message) {
    String whole = record("1", "key", "data");
    String part = whole.replace(missing, "");
    assertThat(part).isNotEqualTo(whole);

    assertThatThrownBy(() -> bench.handle(bench.texts(), event(part)))
        .isInstanceOf(EventException.class)
        .hasMessageContaining(message);
    assertThat(bench.statuses.shardRows()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"partitionKey\":\"key\",",
        "\"data\":\"ZGF0YQ==\",",
      })
  void aRecordThatLacksItsDataOrKeyIsExhaustedAlone(String missing) throws IOException {
    String part = record("2", "key", "data").replace(missing, "");

    String response =
        bench.handle(
            bench.texts(), event(record("1", "a", "one"), part, record("3", "b", "three")));

    assertThat(response).isEqualTo(failures());
    assertThat(bench.given).containsExactlyInAnyOrder("one", "three");
    assertThat(bench.exhausted()).singleElement().asString().startsWith("2: ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "7", "{}", "[\"x\"]", "true"})
  void dataOfAnotherTypeCountAsMissing(String value) throws IOException {
    String odd = record("1", "key", "data").replace("\"ZGF0YQ==\"", value);

    String response = bench.handle(bench.texts(), event(odd));

    assertThat(response).isEqualTo(failures());
    assertThat(bench.exhausted()).singleElement().asString().contains("no kinesis.data");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-1", "01", "1.0", "abc", "１"})
  void aSequenceNumberThatIsNoneRefusesTheEvent(String number) {
    assertThatThrownBy(() -> bench.handle(bench.texts(), event(record(number, "key", "data"))))
        .isInstanceOf(EventException.class)
        .hasMessageContaining("kinesis.sequenceNumber ('" + number + "')");
  }

  @Test
  void aSequenceNumberMayHave129DigitsAndNoMore() throws IOException {
    String longest = "9".repeat(129);

    String response =
        bench.handle(
            bench.texts(record -> Outcome.retry(new IOException())),
            event(record("1" + longest.substring(1), "a", "x"), record(longest, "b", "y")));

    assertThat(response).isEqualTo(failures("1" + longest.substring(1)));
    assertThatThrownBy(
            () -> bench.handle(bench.texts(), event(record("1" + longest, "key", "data"))))
        .isInstanceOf(EventException.class);
  }

  @Test
  void theLowestNumberIsNamedAndNotTheFirstAsText() throws IOException {
    var consumer = bench.texts(record -> Outcome.retry(new IOException()));

    String response = bench.handle(consumer, event(record("100", "a", "x"), record("9", "b", "y")));

    assertThat(response).isEqualTo(failures("9"));
  }

  @Test
  void ofSeveralShardsEachNamesItsLowest() throws IOException {
    var consumer = bench.texts(record -> Outcome.retry(new IOException()));
    String other = record("7", "b", "y").replace(EventJson.SHARD, "shardId-000000000001");

    String response =
        bench.handle(consumer, event(record("5", "a", "x"), other, record("4", "c", "z")));

    assertThat(response).isEqualTo(failures("4", "7"));
  }

  @Test
  void tenThousandRecordsAreDoneOnceInTwoRowWrites() throws IOException {
    var records = new ArrayList<String>();
    for (int i = 0; i < 10_000; i++) {
      records.add(record(Integer.toString(1_000 + i), "key-" + i % 50, "value " + i));
    }

    String response = bench.handle(bench.texts(), event(records));
    String again = bench.handle(bench.texts(), event(records));

    assertThat(response).isEqualTo(failures());
    assertThat(again).isEqualTo(failures());
    assertThat(bench.given).hasSize(10_000);
    assertThat(bench.statuses.shardRows().get(0).version()).isEqualTo(1);
  }

  @Test
  void aRecordOfFourAndAHalfMegabytesIsHandedOverWhole() throws IOException {
    String large = "x".repeat(4_400_000);

    String response = bench.handle(bench.texts(), event(record("1", "key", large)));
    String again = bench.handle(bench.texts(), event(record("1", "key", large)));

    assertThat(response).isEqualTo(failures());
    assertThat(again).isEqualTo(failures());
    assertThat(bench.given).containsExactly(large);
  }

  @Test
  void fieldsThatNobodyKnowsAreSkipped() throws IOException {
    String extended =
        record("1", "key", "data")
            .replace("\"kinesis\":{", "\"new\":{\"deep\":[1,{}]},\"kinesis\":{\"encryption\":[],");

    String response =
        bench.handle(
            bench.texts(), "{\"window\":{\"start\":\"x\"}," + event(extended).substring(1));

    assertThat(response).isEqualTo(failures());
    assertThat(bench.given).containsExactly("data");
  }

  @Test
  void aLoneSurrogateInAKeyHoldsUpNothing() throws IOException {
    String response = bench.handle(bench.texts(), event(record("1", "\\ud83c", "data")));

    assertThat(response).isEqualTo(failures());
    assertThat(bench.given).containsExactly("data");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1e300", "1e300", "1e400", "null", "\"soon\""})
  void anImpossibleTimeOfArrivalHoldsUpNothing(String time) throws IOException {
    String odd = record("1", "key", "data").replace("1517363400.25", time);

    String response = bench.handle(bench.texts(), event(odd));

    assertThat(response).isEqualTo(failures());
    assertThat(bench.given).containsExactly("data");
  }
}
