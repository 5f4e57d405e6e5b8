package dev.tidemark.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.checkpoint.SequenceNumber;
import dev.tidemark.local.function.StreamFunction;
import dev.tidemark.mapping.BackOff;
import dev.tidemark.mapping.MappingSettings;
import dev.tidemark.mapping.OnFailureDestination;
import dev.tidemark.mapping.StartingPosition;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.PutRecordResponse;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;

class LocalEventSourceMappingTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final LocalMappingOptions PROMPT =
      LocalMappingOptions.defaults()
          .withPollInterval(Duration.ofMillis(20))
          .withBackOff(BackOff.constant(Duration.ofMillis(20)));

  private static LocalAws aws;
  private static KinesisClient kinesis;
  private static FunctionSettings function;

  @BeforeAll
  static void startAws(@TempDir Path folder) throws IOException {
    aws = LocalAws.start(LocalService.KINESIS);
    kinesis = aws.kinesisClient();
    function =
        FunctionSettings.of("stream", TestPackage.folder(folder), StreamFunction.class.getName());
  }

  @AfterAll
  static void stopAws() {
    kinesis.close();
    aws.close();
  }

  @Test
  void aRecordPutAfterTheStartIsDeliveredAndOneBeforeIsNotWithLatest() throws Exception {
    aws.createStream("latest", 1);
    put("latest", "before");
    Recorder recorder = new Recorder();
    MappingSettings latest =
        MappingSettings.defaults().withStartingPosition(new StartingPosition.Latest());
    try (LocalFunction target = behaving("return null");
        LocalEventSourceMapping mapping =
            LocalEventSourceMapping.start(
                aws, "latest", target, latest, PROMPT.withListener(recorder))) {
      PutRecordResponse after = put("latest", "after");
      await(mapping, after);

      assertThat(recorder.invocations()).hasSize(1);
      assertThat(recorder.invocations().get(0)).containsExactly(number(after));
      assertThat(mapping.counters()).isEqualTo(new MappingCounters(1, 1, 1, 0, 0));
    }
  }

  @Test
  void timeoutsAndCrashesAreRetriedByNewProcessesAndThenReported() throws Exception {
    aws.createStream("fatal", 1);
    PutRecordResponse hanging = put("fatal", "one");
    Recorder recorder = new Recorder();
    MappingSettings oneRetry =
        MappingSettings.defaults()
            .withMaximumRetryAttempts(1)
            .withOnFailure(new OnFailureDestination("arn:aws:sqs:us-east-1:000000000000:dead"));
    try (LocalFunction target =
            LocalFunction.of(settings("hang").withTimeout(Duration.ofMillis(300)));
        LocalFunction dying = behaving("halt 5")) {
      try (LocalEventSourceMapping mapping =
          LocalEventSourceMapping.start(
              aws, "fatal", target, oneRetry, PROMPT.withListener(recorder))) {
        await(mapping, hanging);
        assertThat(mapping.counters()).isEqualTo(new MappingCounters(2, 2, 1, 1, 0));
      }
      try (LocalEventSourceMapping mapping =
          LocalEventSourceMapping.start(
              aws, "fatal", dying, oneRetry, PROMPT.withListener(recorder))) {
        await(mapping, hanging);
      }
      assertThat(target.counters()).isEqualTo(new FunctionCounters(2, 2, 0, 2, 0, 0));
      assertThat(dying.counters()).isEqualTo(new FunctionCounters(2, 2, 0, 0, 2, 0));
      assertThat(recorder.messages()).hasSize(2);
    }
  }

  @Test
  void recordsOfChildShardsAreDeliveredAfterAReshard() throws Exception {
    aws.createStream("growing", 1);
    PutRecordResponse inParent = put("growing", "parent");
    try (LocalFunction target = behaving("return null");
        LocalEventSourceMapping mapping =
            LocalEventSourceMapping.start(
                aws, "growing", target, MappingSettings.defaults(), PROMPT)) {
      await(mapping, inParent);

      kinesis.splitShard(
          request ->
              request
                  .streamName("growing")
                  .shardToSplit(inParent.shardId())
                  .newStartingHashKey("170141183460469231731687303715884105728"));
      PutRecordResponse inChild = putInAnotherShard("growing", inParent.shardId());
      await(mapping, inChild);

      assertThat(mapping.checkpoint(inChild.shardId())).contains(number(inChild));
      assertThat(mapping.counters().problems()).isZero();
    }
  }

  @Test
  void aStreamThatDoesNotExistIsSaidAtOnce() {
    try (LocalFunction target = behaving("return null")) {
      assertThatThrownBy(
              () ->
                  LocalEventSourceMapping.start(
                      aws, "missing", target, MappingSettings.defaults(), PROMPT))
          .isInstanceOf(ResourceNotFoundException.class);
    }
  }

  /** Until the split is done the parent takes the records. */
  private static PutRecordResponse putInAnotherShard(String stream, String parent) {
    for (int i = 0; i < 10_000; i++) {
      PutRecordResponse response = put(stream, "child");
      if (!response.shardId().equals(parent)) {
        return response;
      }
    }
    throw new AssertionError("the split of " + stream + " did not end");
  }

  private static FunctionSettings settings(String behaviour) {
    return function.withEnvironment(Map.of("BEHAVIOUR", behaviour));
  }

  private static LocalFunction behaving(String behaviour) {
    return LocalFunction.of(settings(behaviour));
  }

  private static PutRecordResponse put(String stream, String data) {
    return kinesis.putRecord(
        request ->
            request.streamName(stream).partitionKey("key").data(SdkBytes.fromUtf8String(data)));
  }

  private static SequenceNumber number(PutRecordResponse response) {
    return new SequenceNumber(response.sequenceNumber());
  }

  private static void await(LocalEventSourceMapping mapping, PutRecordResponse record)
      throws InterruptedException {
    mapping.awaitCheckpoint(record.shardId(), number(record), PATIENCE);
  }
}
