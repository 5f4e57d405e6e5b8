package dev.tidemark.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.checkpoint.Bytes;
import dev.tidemark.checkpoint.Position;
import dev.tidemark.checkpoint.RecordStatus;
import dev.tidemark.checkpoint.SequenceNumber;
import dev.tidemark.checkpoint.ShardKey;
import dev.tidemark.cli.Project;
import dev.tidemark.cli.stack.CheckpointView;
import dev.tidemark.example.Drill;
import dev.tidemark.local.LocalEventSourceMapping;
import dev.tidemark.local.LocalMappingOptions;
import dev.tidemark.mapping.MappingSettings;
import dev.tidemark.mapping.ResponseMode;
import dev.tidemark.mapping.StartingPosition;
import dev.tidemark.testkit.KplAggregate;
import dev.tidemark.testkit.UserRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.KinesisClient;

/** Single and aggregated records through the packaged function, on the real parts. */
class AggregatesIT {

  private static final int SINGLE = 0;
  private static final List<Integer> AGGREGATE = List.of(1, 2, 3, 4, 5);
  private static final int FAILS = 3;
  private static final int CRASHES = 5;
  private static final int KINESIS_RECORDS = 3;

  private final Project project = Project.find();
  private final List<String> quakes = quakes();

  private List<String> quakes() {
    try (var lines = Files.lines(project.file("example/data/earthquakes-week.ndjson"))) {
      return lines.limit(8).toList();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static String id(String quake) {
    return quake.replaceFirst("\\{\"id\":\"([^\"]+)\".*", "$1");
  }

  private static String drilled(String quake, Drill drill) {
    return quake.replaceFirst("}$", ",\"drill\":\"" + drill.word() + "\"}");
  }

  private UserRecord record(int index) {
    String quake = quakes.get(index);
    return UserRecord.of(
        "network-" + index % 2,
        switch (index) {
          case FAILS -> drilled(quake, Drill.FAIL_ALWAYS);
          case CRASHES -> drilled(quake, Drill.CRASH_ONCE);
          default -> quake;
        });
  }

  private static SequenceNumber put(KinesisClient kinesis, Bytes data) {
    return new SequenceNumber(
        kinesis
            .putRecord(
                request ->
                    request
                        .streamName(DemoStack.STREAM)
                        .partitionKey("outer")
                        .data(SdkBytes.fromByteBuffer(data.asByteBuffer())))
            .sequenceNumber());
  }

  @Test
  void oneOfFiveIsExhaustedAndEveryOtherIsDoneOnce() throws Exception {
    var options =
        new DemoOptions(
            1,
            1,
            10,
            1,
            project.file("example/data/earthquakes-week.ndjson"),
            project.file("example/target/function"));
    var settings =
        MappingSettings.defaults()
            .withResponseMode(ResponseMode.REPORT_BATCH_ITEM_FAILURES)
            .withStartingPosition(new StartingPosition.TrimHorizon());
    var tally = new Tally(KINESIS_RECORDS, past -> {});
    var how =
        LocalMappingOptions.defaults().withPollInterval(Duration.ofMillis(200)).withListener(tally);
    try (DemoStack stack = DemoStack.start(options);
        KinesisClient kinesis = stack.aws().kinesisClient()) {
      put(kinesis, record(SINGLE).data());
      SequenceNumber aggregate =
          put(kinesis, KplAggregate.of(AGGREGATE.stream().map(this::record).toList()));
      put(kinesis, KplAggregate.of(List.of(record(6), record(7))));
      try (var mapping =
          LocalEventSourceMapping.start(
              stack.aws(), DemoStack.STREAM, stack.function(), settings, how)) {
        assertThat(tally.awaitEnd(Duration.ofMinutes(2))).as(tally.latestProblem()).isTrue();
        assertThat(mapping.counters().recordsDelivered()).isGreaterThan(KINESIS_RECORDS);
      }
      audit(stack, aggregate, tally);
    }
  }

  private void audit(DemoStack stack, SequenceNumber aggregate, Tally tally) {
    var shard = new ShardKey(DemoStack.CONSUMER, DemoStack.STREAM, "shardId-000000000000");
    var checkpoints = CheckpointView.read(stack.statuses(), stack.payloads(), List.of(shard));
    QuakeView written = QuakeView.read(stack.dynamoDb(), DemoStack.QUAKES);
    for (int index : AGGREGATE) {
      var position = new Position(aggregate, index - 1L);
      RecordStatus expected = index == FAILS ? RecordStatus.EXHAUSTED : RecordStatus.SUCCEEDED;
      assertThat(checkpoints.of(shard.shard(), position).map(CheckpointView.Recorded::status))
          .as("quake %s at %s", index, position)
          .contains(expected);
    }
    assertThat(tally.died()).hasSize(1);
    assertThat(IntStream.range(0, quakes.size()).filter(index -> index != FAILS))
        .allSatisfy(
            index ->
                assertThat(written.completedRuns(id(quakes.get(index)), tally.died()))
                    .as("quake %s", index)
                    .isEqualTo(1));
    assertThat(written.completedRuns(id(quakes.get(FAILS)), tally.died())).isZero();
  }
}
