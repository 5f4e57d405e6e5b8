package dev.tidemark.producer.killed;

import dev.tidemark.checkpoint.Bytes;
import dev.tidemark.producer.Batching;
import dev.tidemark.producer.Producer;
import dev.tidemark.producer.ProducerParts;
import dev.tidemark.producer.ProducerSettings;
import dev.tidemark.producer.RecordEncoder;
import dev.tidemark.producer.file.DeadLetterFile;
import dev.tidemark.producer.file.FileTarget;
import dev.tidemark.producer.wal.Rotation;
import dev.tidemark.producer.wal.Sync;
import dev.tidemark.producer.wal.WriteAheadLog;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;

/** Puts values into a log for ever, and prints each as soon as it is acknowledged. */
final class Putting {

  private Putting() {}

  /** The producer of a folder: from the log {@code wal} to the file {@code sent.ndjson}. */
  static Producer<String> start(Path folder, FileTarget target, DeadLetterFile letters) {
    WriteAheadLog log =
        WriteAheadLog.open(
            folder.resolve("wal"),
            new Rotation(50, 10_000, Duration.ofHours(1)),
            new Sync.WhenFull());
    return Producer.start(
        RecordEncoder.of(value -> "key", Bytes::ofUtf8),
        ProducerParts.of(log, target, letters),
        ProducerSettings.named("putting")
            .withBatching(new Batching(20, 100_000, Duration.ofMillis(1))));
  }

  static FileTarget target(Path folder) {
    return FileTarget.open(folder.resolve("sent.ndjson"));
  }

  static DeadLetterFile letters(Path folder) {
    return DeadLetterFile.open(folder.resolve("dead.ndjson"));
  }

  /**
   * @param args the folder, and what the values begin with
   */
  public static void main(String[] args) throws InterruptedException {
    Path folder = Path.of(args[0]);
    PrintStream out = System.out;
    try (FileTarget target = target(folder);
        DeadLetterFile letters = letters(folder);
        Producer<String> producer = start(folder, target, letters)) {
      for (int i = 1_000_000; ; i++) {
        String value = args[1] + "-" + i;
        if (producer.put(value).number() < 1) {
          throw new AssertionError("numbers begin with 1");
        }
        out.println(value);
        out.flush();
      }
    }
  }
}
