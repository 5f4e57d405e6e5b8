package dev.tidemark.mapping;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.checkpoint.Bytes;
import dev.tidemark.checkpoint.SequenceNumber;
import dev.tidemark.mapping.simulated.SimulatedMapping;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class LambdaEventJsonTest {
  private final LambdaEventJson events =
      new LambdaEventJson(SimulatedMapping.sourceOf("shardId-000000000000"));

  @Test
  void rendersTheRecordedShape() {
    MappedRecord record =
        new MappedRecord(
            SequenceNumber.of(42),
            "test_0",
            Instant.parse("2025-11-25T16:27:42.050Z"),
            Bytes.ofUtf8("hello"));

    assertThat(events.render(List.of(record)))
        .isEqualTo(
            """
            {"Records":[{"kinesis":{"kinesisSchemaVersion":"1.0","partitionKey":"test_0",\
            "sequenceNumber":"42","data":"aGVsbG8=","approximateArrivalTimestamp":1764088062.050},\
            "eventSource":"aws:kinesis","eventVersion":"1.0",\
            "eventID":"shardId-000000000000:42","eventName":"aws:kinesis:record",\
            "invokeIdentityArn":"arn:aws:iam::111111111111:role/simulated",\
            "awsRegion":"eu-west-1",\
            "eventSourceARN":"arn:aws:kinesis:eu-west-1:111111111111:stream/simulated"}]}\
            """);
  }

  @Test
  void escapesPartitionKeys() {
    MappedRecord record = Fixture.record(1, "a\"b\\c\n\u0001é€😀\ud800");

    assertThat(events.render(List.of(record)))
        .contains("\"partitionKey\":\"a\\\"b\\\\c\\u000a\\u0001é€😀\\ud800\"");
  }

  @Test
  void sizeIsExactToTheByte() throws IOException {
    List<MappedRecord> batch = new ArrayList<>();
    List<String> keys = List.of("a", "\"", "\\", "\t", "é", "€", "😀", "x\udc00", "\ud800y");
    for (int i = 0; i < 60; i++) {
      batch.add(
          new MappedRecord(
              SequenceNumber.of(7919L * i * i * i),
              keys.get(i % keys.size()),
              Instant.ofEpochMilli(i * 1_234_567_890L),
              Bytes.copyOf(new byte[i])));
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      events.write(batch, out);

      assertThat(events.sizeInBytes(batch)).isEqualTo(out.size());
      assertThat(events.render(batch).getBytes(UTF_8)).isEqualTo(out.toByteArray());
    }
  }

  @Test
  void anEmptyBatchIsAnEmptyList() {
    assertThat(events.render(List.of())).isEqualTo("{\"Records\":[]}");
    assertThat(events.sizeInBytes(List.of())).isEqualTo(14);
  }
}
