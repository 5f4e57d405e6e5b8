package dev.tidemark.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.mapping.FailureMessage.Condition;
import dev.tidemark.mapping.FailureMessage.RequestContext;
import dev.tidemark.mapping.FailureMessage.ResponseContext;
import dev.tidemark.mapping.simulated.SimulatedMapping;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FailureMessageTest {
  private static final ShardSource SOURCE = SimulatedMapping.sourceOf(Fixture.SHARD);
  private static final List<MappedRecord> RANGE =
      List.of(Fixture.record(4, "a"), Fixture.record(6, "b", Fixture.START.plusMillis(1_500)));
  private static final Optional<ResponseContext> RETURNED =
      Optional.of(new ResponseContext(Optional.empty()));
  private static final Optional<ResponseContext> UNHANDLED =
      Optional.of(new ResponseContext(Optional.of("Unhandled")));

  private static final String BEFORE_RESPONSE =
      """
      {"requestContext":{"requestId":"r-1",\
      "functionArn":"arn:aws:lambda:eu-west-1:111111111111:function:simulated",\
      "condition":"%s","approximateInvokeCount":4},\
      """;
  private static final String AFTER_RESPONSE =
      """
      "version":"1.0","timestamp":"2026-01-01T00:01:00.000Z","KinesisBatchInfo":{\
      "shardId":"shardId-000000000000","startSequenceNumber":"4","endSequenceNumber":"6",\
      "approximateArrivalOfFirstRecord":"2026-01-01T00:00:00.000Z",\
      "approximateArrivalOfLastRecord":"2026-01-01T00:00:01.500Z","batchSize":2,\
      "streamArn":"arn:aws:kinesis:eu-west-1:111111111111:stream/simulated"}\
      """;

  @ParameterizedTest
  @ValueSource(strings = {"arn:aws:sqs:eu-west-1:1:q", "arn:aws:sns:eu-west-1:1:t"})
  void queuesAndTopicsGetMetadataOnly(String destination) {
    String json = message(destination, Condition.RETRY_ATTEMPTS_EXHAUSTED, RETURNED).toJson();

    assertThat(json)
        .isEqualTo(
            BEFORE_RESPONSE.formatted("RetryAttemptsExhausted")
                + "\"responseContext\":{\"statusCode\":200,\"executedVersion\":\"$LATEST\","
                + "\"functionError\":null},"
                + AFTER_RESPONSE
                + "}");
  }

  @Test
  void bucketsGetTheWholeEventAsWell() {
    FailureMessage message =
        message("arn:aws:s3:::b", Condition.RETRY_ATTEMPTS_EXHAUSTED, UNHANDLED);

    assertThat(message.toJson())
        .isEqualTo(
            BEFORE_RESPONSE.formatted("RetryAttemptsExhausted")
                + "\"responseContext\":{\"statusCode\":200,\"executedVersion\":\"$LATEST\","
                + "\"functionError\":\"Unhandled\"},"
                + AFTER_RESPONSE
                + ",\"payload\":"
                + new LambdaEventJson(SOURCE).render(RANGE)
                + "}");
  }

  @Test
  void recordsTooOldHaveNoResponseContext() {
    FailureMessage message =
        message("arn:aws:sqs:eu-west-1:1:q", Condition.RECORD_AGE_EXCEEDED, Optional.empty());

    assertThat(message.toJson())
        .isEqualTo(BEFORE_RESPONSE.formatted("RecordAgeExceeded") + AFTER_RESPONSE + "}");
  }

  @Test
  void refusesADestinationOfAnotherService() {
    assertThatThrownBy(() -> new OnFailureDestination("arn:aws:lambda:eu-west-1:1:function:f"))
        .hasMessageContaining("onFailureDestination must be the ARN of an SQS queue");
  }

  private static FailureMessage message(
      String destination, Condition condition, Optional<ResponseContext> response) {
    return new FailureMessage(
        new OnFailureDestination(destination),
        new RequestContext(new RequestId("r-1"), condition, 4),
        response,
        Fixture.START.plusSeconds(60),
        SOURCE,
        RANGE);
  }
}
