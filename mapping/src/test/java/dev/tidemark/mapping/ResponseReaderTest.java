package dev.tidemark.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.checkpoint.Bytes;
import dev.tidemark.checkpoint.SequenceNumber;
import dev.tidemark.mapping.FunctionResponse.CheckpointAt;
import dev.tidemark.mapping.FunctionResponse.WholeBatchFailed;
import dev.tidemark.mapping.FunctionResponse.WholeBatchFailed.Reason;
import dev.tidemark.mapping.FunctionResponse.WholeBatchSucceeded;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ResponseReaderTest {
  private static final List<MappedRecord> BATCH =
      Stream.of(9L, 10L, 11L).map(n -> Fixture.record(n, "k")).toList();

  private final ResponseReader reader = new ResponseReader(OpenRules.UnknownResponse.FAILS);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"\"",
        "[]",
        "null",
        "{}",
        "{\"batchItemFailures\":[]}",
        "{\"batchItemFailures\":null}",
        "{\"batchItemFailure\":[{\"itemIdentifier\":\"10\"}]}",
        "{\"BatchItemFailures\":[{\"itemIdentifier\":\"10\"}]}",
        "{\"statusCode\":200,\"body\":{\"batchItemFailures\":[{\"itemIdentifier\":\"10\"}]}}",
        " {\"batchItemFailures\" : [ ] } ",
        ""
      })
  void succeeds(String response) {
    assertThat(reader.read(response, BATCH)).isEqualTo(new WholeBatchSucceeded());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[{\"itemIdentifier\":\"\"}] | EMPTY_IDENTIFIER",
        "[{\"itemIdentifier\":null}] | NULL_IDENTIFIER",
        "[{\"foo\":\"10\"}] | NO_IDENTIFIER",
        "[{\"foo\":null}] | NO_IDENTIFIER",
        "[{}] | NO_IDENTIFIER",
        "[null] | NO_IDENTIFIER",
        "[\"10\"] | NO_IDENTIFIER",
        "[[\"10\"]] | NO_IDENTIFIER",
        "[{\"itemIdentifier\":\"12\"}] | NOT_IN_BATCH",
        "[{\"itemIdentifier\":\"010\"}] | NOT_IN_BATCH",
        "[{\"itemIdentifier\":10}] | NOT_IN_BATCH",
        "[{\"itemIdentifier\":{\"a\":[1]}}] | NOT_IN_BATCH",
        "[{\"itemIdentifier\":\"10\"},{\"itemIdentifier\":\"12\"}] | NOT_IN_BATCH",
        "[{\"itemIdentifier\":\"10\"},{\"itemIdentifier\":\"\"}] | EMPTY_IDENTIFIER",
        "\"10\" | UNKNOWN_FORM",
        "{\"itemIdentifier\":\"10\"} | UNKNOWN_FORM"
      })
  void failsTheWholeBatch(String failures, Reason reason) {
    assertThat(reader.read("{\"batchItemFailures\":" + failures + "}", BATCH))
        .isEqualTo(new WholeBatchFailed(reason));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[{\"itemIdentifier\":\"11\"}] | 11",
        "[{\"itemIdentifier\":\"10\"},{\"itemIdentifier\":\"9\"}] | 9",
        "[{\"itemIdentifier\":\"11\"},{\"itemIdentifier\":\"10\"},{\"itemIdentifier\":\"11\"}] |"
            + " 10",
        "[{\"why\":{\"x\":[]},\"itemIdentifier\":\"10\",\"more\":1}] | 10"
      })
  void checkpointsAtTheLowestNumber(String failures, String lowest) {
    assertThat(reader.read("{\"a\":[{}],\"batchItemFailures\":" + failures + "}", BATCH))
        .isEqualTo(new CheckpointAt(new SequenceNumber(lowest)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"\"ok\"", "1", "true", "[1]", "not json", "{\"batchItemFailures\":", "{} {}", "["})
  void followsTheOpenRuleOnUnknownForms(String response) {
    ResponseReader lenient = new ResponseReader(OpenRules.UnknownResponse.SUCCEEDS);

    assertThat(reader.read(response, BATCH)).isEqualTo(new WholeBatchFailed(Reason.UNKNOWN_FORM));
    assertThat(lenient.read(response, BATCH)).isEqualTo(new WholeBatchSucceeded());
  }

  @Test
  void compares129DigitsAsNumbers() {
    String shorter = "9".repeat(128);
    String longer = "1" + "0".repeat(128);
    List<MappedRecord> batch =
        Stream.of(shorter, longer)
            .map(n -> new MappedRecord(new SequenceNumber(n), "k", Fixture.START, Bytes.ofUtf8("")))
            .toList();

    FunctionResponse response =
        reader.read(
            "{\"batchItemFailures\":[{\"itemIdentifier\":\"%s\"},{\"itemIdentifier\":\"%s\"}]}"
                .formatted(longer, shorter),
            batch);

    assertThat(response).isEqualTo(new CheckpointAt(new SequenceNumber(shorter)));
  }
}
