package dev.tidemark.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.checkpoint.SequenceNumber;
import dev.tidemark.local.function.StreamFunction;
import dev.tidemark.mapping.FailureMessage;
import dev.tidemark.mapping.OnFailureDestination;
import dev.tidemark.mapping.StartingPosition;
import dev.tidemark.mapping.recorded.ExpectedFailure;
import dev.tidemark.mapping.recorded.FunctionBehaviour;
import dev.tidemark.mapping.recorded.RecordedCase;
import dev.tidemark.mapping.recorded.RecordedCases;
import dev.tidemark.mapping.recorded.RecordedPut;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/** What real AWS did, once more through the Kinesis emulator and a real function process. */
class RecordedCasesTest {
  private static final String SHARD = "shardId-000000000000";
  private static final AtomicInteger STREAMS = new AtomicInteger();

  private static LocalAws aws;
  private static KinesisClient kinesis;
  private static FunctionSettings function;

  static List<RecordedCase> cases() {
    return RecordedCases.all();
  }

  @BeforeAll
  static void startAws(@TempDir Path folder) throws IOException {
    aws = LocalAws.start(LocalService.KINESIS, LocalService.S3);
    kinesis = aws.kinesisClient();
    function =
        FunctionSettings.of("stream", TestPackage.folder(folder), StreamFunction.class.getName());
    try (S3Client s3 = aws.s3Client()) {
      s3.createBucket(request -> request.bucket("failures"));
    }
  }

  @AfterAll
  static void stopAws() {
    kinesis.close();
    aws.close();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void awsAndTheLocalMappingDoTheSame(RecordedCase recorded) throws InterruptedException {
    Recorder recorder = new Recorder();
    List<SequenceNumber> numbers = run(recorded, recorder);

    assertThat(recorder.invocations().stream().map(batch -> puts(batch, numbers)).toList())
        .isEqualTo(recorded.expectedInvocations());
    assertThat(recorder.messages().stream().map(message -> asExpected(message, numbers)).toList())
        .isEqualTo(recorded.expectedFailure().stream().toList());
    assertThat(recorder.problems()).isEmpty();
    assertThatTheBucketHoldsWhatWentThere(recorder.messages());
  }

  private static List<SequenceNumber> run(RecordedCase recorded, Recorder recorder)
      throws InterruptedException {
    String stream = "case-" + STREAMS.incrementAndGet();
    aws.createStream(stream, 1);
    LocalClock clock = LocalClock.skippingWaits();
    LocalMappingOptions options =
        LocalMappingOptions.defaults().withClock(clock).withListener(recorder);
    FunctionSettings behaving =
        function.withEnvironment(Map.of("BEHAVIOUR", behaviour(recorded.behaviour())));
    boolean onlyNewRecords =
        recorded.settings().startingPosition() instanceof StartingPosition.Latest;
    List<SequenceNumber> numbers = new ArrayList<>();
    if (!onlyNewRecords) {
      numbers.addAll(putAll(stream, recorded.puts(), clock));
    }
    try (LocalFunction target = LocalFunction.of(behaving);
        LocalEventSourceMapping mapping =
            LocalEventSourceMapping.positioned(aws, stream, target, recorded.settings(), options)) {
      if (onlyNewRecords) {
        numbers.addAll(putAll(stream, recorded.puts(), clock));
      }
      mapping.begin();
      mapping.awaitCheckpoint(SHARD, numbers.get(numbers.size() - 1), Duration.ofSeconds(30));
    }
    return numbers;
  }

  private static String behaviour(FunctionBehaviour behaviour) {
    return switch (behaviour) {
      case FunctionBehaviour.Returns returns -> "return " + returns.responseJson();
      case FunctionBehaviour.Throws throwing -> "throw";
      case FunctionBehaviour.ReportsRecordsHolding reports -> "report " + reports.text();
    };
  }

  /** Puts the records; between them the clock leaps, so that each has its age at the start. */
  private static List<SequenceNumber> putAll(
      String stream, List<RecordedPut> puts, LocalClock clock) {
    List<SequenceNumber> numbers = new ArrayList<>();
    Duration time = puts.get(0).afterStart();
    for (RecordedPut put : puts) {
      clock.advance(put.afterStart().minus(time));
      time = put.afterStart();
      String number =
          kinesis
              .putRecord(
                  request ->
                      request
                          .streamName(stream)
                          .partitionKey(put.partitionKey())
                          .data(SdkBytes.fromUtf8String(put.data())))
              .sequenceNumber();
      numbers.add(new SequenceNumber(number));
    }
    clock.advance(time.negated());
    return numbers;
  }

  private static List<Integer> puts(List<SequenceNumber> batch, List<SequenceNumber> numbers) {
    return batch.stream().map(numbers::indexOf).toList();
  }

  private static ExpectedFailure asExpected(FailureMessage message, List<SequenceNumber> numbers) {
    FailureMessage.KinesisBatchInfo range = message.batchInfo();
    return new ExpectedFailure(
        message.requestContext().condition(),
        message.requestContext().approximateInvokeCount(),
        message.responseContext(),
        numbers.indexOf(range.startSequenceNumber()),
        numbers.indexOf(range.endSequenceNumber()),
        range.batchSize());
  }

  private static void assertThatTheBucketHoldsWhatWentThere(List<FailureMessage> messages) {
    List<String> expected =
        messages.stream()
            .filter(message -> message.destination().kind() == OnFailureDestination.Kind.S3)
            .map(FailureMessage::toJson)
            .toList();
    try (S3Client s3 = aws.s3Client()) {
      List<S3Object> objects = s3.listObjectsV2(request -> request.bucket("failures")).contents();
      assertThat(objects)
          .allSatisfy(
              object ->
                  assertThat(object.key())
                      .matches(
                          "aws/lambda/[0-9a-f-]{36}/"
                              + SHARD
                              + "/\\d{4}/\\d\\d/\\d\\d/[0-9T.-]{19}-[0-9a-f-]{36}"));
      assertThat(objects)
          .extracting(
              object ->
                  s3.getObjectAsBytes(request -> request.bucket("failures").key(object.key()))
                      .asUtf8String())
          .containsAll(expected);
    }
  }
}
