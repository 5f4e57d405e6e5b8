package dev.tidemark.producer.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.checkpoint.Bytes;
import dev.tidemark.producer.Answer;
import dev.tidemark.producer.BufferException;
import dev.tidemark.producer.Delivery.Cause;
import dev.tidemark.producer.Delivery.Undelivered;
import dev.tidemark.producer.HashKey;
import dev.tidemark.producer.OutgoingRecord;
import dev.tidemark.producer.TargetPosition;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileTargetTest {

  private static final Instant TIME = Instant.parse("2026-01-01T00:00:00.5Z");
  private static final OutgoingRecord TEXT = OutgoingRecord.of("a", Bytes.ofUtf8("zwölf\n"), TIME);
  private static final OutgoingRecord BINARY =
      new OutgoingRecord(
          "b",
          Optional.of(new HashKey(BigInteger.TWO)),
          Bytes.wrap(new byte[] {(byte) 0xff, 0}),
          TIME);

  private final Path folder;

  FileTargetTest(@TempDir Path folder) {
    this.folder = folder;
  }

  private Path path() {
    return folder.resolve("orders.ndjson");
  }

  private List<String> lines() throws IOException {
    return Files.readAllLines(path());
  }

  @Test
  void aLineIsARecordAsTextOrBase64() throws IOException {
    try (var target = FileTarget.open(path())) {
      List<Answer> answers = target.put(List.of(TEXT, BINARY));

      assertThat(answers)
          .containsExactly(
              new Answer.Written(new TargetPosition("orders.ndjson", "1")),
              new Answer.Written(new TargetPosition("orders.ndjson", "2")));
    }
    assertThat(lines())
        .containsExactly(
            "{\"position\":1,\"partitionKey\":\"a\",\"sourceTime\":\"2026-01-01T00:00:00.500Z\","
                + "\"text\":\"zwölf\\n\"}",
            "{\"position\":2,\"partitionKey\":\"b\",\"hashKey\":\"2\","
                + "\"sourceTime\":\"2026-01-01T00:00:00.500Z\",\"base64\":\"/wA=\"}");
    assertThat(lines())
        .extracting(line -> FileLines.decode(Bytes.ofUtf8(line)))
        .containsExactly(new FileLines.Line(1, TEXT), new FileLines.Line(2, BINARY));
  }

  @Test
  void goesOnBehindTheLastWholeLine() throws IOException {
    try (var target = FileTarget.open(path())) {
      assertThat(target.put(List.of(TEXT, TEXT, TEXT))).hasSize(3);
    }
    byte[] whole = Files.readAllBytes(path());
    int secondEnd =
        new String(whole, StandardCharsets.ISO_8859_1).lastIndexOf('\n', whole.length - 2) + 1;
    for (int cut = secondEnd; cut < whole.length; cut++) {
      Files.write(path(), Arrays.copyOf(whole, cut));

      try (var target = FileTarget.open(path())) {
        assertThat(target.put(List.of(BINARY)))
            .containsExactly(new Answer.Written(new TargetPosition("orders.ndjson", "3")));
      }

      assertThat(lines()).as("cut at %d", cut).hasSize(3);
      assertThat(FileLines.decode(Bytes.ofUtf8(lines().getLast())).record()).isEqualTo(BINARY);
    }
  }

  @Test
  void aFileOfSomethingElseIsLeftAlone() throws IOException {
    for (String theirs : List.of("name,price\nball,3\n", "one line", "{\"a\":1}\n")) {
      Files.writeString(path(), theirs);

      assertThatThrownBy(() -> FileTarget.open(path()))
          .isInstanceOf(BufferException.class)
          .hasMessageContaining("holds something else");

      assertThat(path()).hasContent(theirs);
    }
  }

  @Test
  void onlyOneWritesAFile() {
    try (var target = FileTarget.open(path())) {
      assertThat(target.name()).isEqualTo("file '" + path() + "'");
      assertThatThrownBy(() -> FileTarget.open(path()))
          .isInstanceOf(BufferException.class)
          .hasMessageContaining("is in use by process " + ProcessHandle.current().pid());
    }
  }

  @Test
  void whatIsNoLineIsRefused() {
    for (String line :
        List.of(
            "",
            "[]",
            "{\"position\":1",
            "{\"position\":1}",
            "{\"position\":\"x\",\"partitionKey\":\"a\",\"sourceTime\":\"2026-01-01T00:00:00Z\",\"text\":\"\"}",
            "{\"position\":1,\"partitionKey\":\"a\",\"sourceTime\":\"today\",\"text\":\"\"}",
            "{\"position\":1,\"partitionKey\":\"a\",\"sourceTime\":\"2026-01-01T00:00:00Z\",\"base64\":\"?\"}",
            "{\"position\":1,\"partitionKey\":\"a\",\"sourceTime\":\"2026-01-01T00:00:00Z\",\"text\":\"\"}{}")) {
      assertThatThrownBy(() -> FileLines.decode(Bytes.ofUtf8(line)))
          .as(line)
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void aDeadLetterSaysWhatWentWrongAndReadsAsARecord() throws IOException {
    try (var letters = DeadLetterFile.open(path())) {
      letters.keep(TEXT, new Undelivered(Cause.EXHAUSTED, "throttled", 3));
    }

    assertThat(lines())
        .singleElement()
        .asString()
        .endsWith(",\"cause\":\"EXHAUSTED\",\"reason\":\"throttled\",\"attempts\":3}");
    assertThat(FileLines.decode(Bytes.ofUtf8(lines().getFirst())))
        .isEqualTo(new FileLines.Line(1, TEXT));
  }
}
