package dev.tidemark.producer.file;

import dev.tidemark.producer.BufferException;
import dev.tidemark.producer.DeadLetters;
import dev.tidemark.producer.Delivery;
import dev.tidemark.producer.OutgoingRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Dead letters in a file, in the format of {@link FileLines} with what went wrong. Each is forced
 * to the disk. Thread-safe.
 */
public final class DeadLetterFile implements DeadLetters, AutoCloseable {

  private final LineFile file;

  private DeadLetterFile(LineFile file) {
    this.file = file;
  }

  /**
   * Opens a file, which is made when it is missing, and goes on behind its last line.
   *
   * @throws BufferException when somebody else writes it, or it holds something else
   */
  public static DeadLetterFile open(Path path) {
    return new DeadLetterFile(LineFile.open(path));
  }

  @Override
  public synchronized void keep(OutgoingRecord record, Delivery.Undelivered why) {
    try {
      file.append(List.of(at -> FileLines.encode(new FileLines.Line(at, record), why)));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file.path() + ": " + e.getMessage(), e);
    }
  }

  @Override
  public synchronized void close() {
    try {
      file.close();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot close " + file.path() + ": " + e.getMessage(), e);
    }
  }
}
