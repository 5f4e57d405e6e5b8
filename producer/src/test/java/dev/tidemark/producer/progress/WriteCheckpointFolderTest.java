package dev.tidemark.producer.progress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.producer.TargetPosition;
import dev.tidemark.producer.WriteCheckpoint;
import dev.tidemark.producer.WriteCheckpoints;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WriteCheckpointFolderTest extends WriteCheckpointsContract {

  private static final Instant TIME = Instant.parse("2026-01-01T00:00:00.5Z");

  private final Path folder;

  WriteCheckpointFolderTest(@TempDir Path folder) {
    this.folder = folder.resolve("checkpoints");
  }

  @Override
  WriteCheckpoints checkpoints() {
    return new WriteCheckpointFolder(folder);
  }

  @Test
  void itIsAFileThatToolsCanRead() {
    checkpoints()
        .save(
            new WriteCheckpoint(
                "shop",
                "Kinesis stream 'orders'",
                new TargetPosition("shardId-0", "49"),
                TIME,
                7,
                TIME));

    assertThat(folder.resolve("shop@Kinesis_20stream_20_27orders_27.json"))
        .content()
        .isEqualTo(
            "{\"producer\":\"shop\",\"target\":\"Kinesis stream 'orders'\",\"part\":\"shardId-0\","
                + "\"offset\":\"49\",\"sourceTime\":\"2026-01-01T00:00:00.500Z\",\"records\":7,"
                + "\"writtenAt\":\"2026-01-01T00:00:00.500Z\"}");
  }

  @Test
  void aFileThatIsNoneIsAnErrorThatNamesIt() throws IOException {
    Files.createDirectories(folder);
    for (String text : List.of("", "{", "{}", "[]", "{\"producer\":\"shop\",\"records\":\"x\"}")) {
      Files.writeString(folder.resolve("shop@orders.json"), text);

      assertThatThrownBy(() -> checkpoints().load("shop", "orders"))
          .as(text)
          .isInstanceOf(UncheckedIOException.class)
          .hasMessageContaining("shop@orders.json");
    }
  }
}
