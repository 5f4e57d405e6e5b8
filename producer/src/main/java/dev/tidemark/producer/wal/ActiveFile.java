package dev.tidemark.producer.wal;

import dev.tidemark.checkpoint.Bytes;
import dev.tidemark.producer.wal.LogFormat.Entry;
import java.io.IOException;
import java.time.Instant;

/** The newest file of a log. */
final class ActiveFile {

  /** What failed half-way could not be cut off: nobody knows what the file holds. */
  static final class TornException extends IOException {
    private static final long serialVersionUID = 1L;

    TornException(IOException cause, IOException cutting) {
      super(cause.getMessage(), cause);
      addSuppressed(cutting);
    }
  }

  private final LogFile file;
  private final Segment segment;

  private ActiveFile(LogFile file, Segment segment) {
    this.file = file;
    this.segment = segment;
  }

  /** Makes a file that begins with the number of its first record, durable at once. */
  static ActiveFile create(LogFiles files, String name, long nextNumber, Instant now)
      throws IOException {
    LogFile file = files.create(name);
    var active = new ActiveFile(file, Segment.started(name, nextNumber, now));
    active.write(LogFormat.encode(new Entry.Start(nextNumber)));
    file.sync();
    return active;
  }

  LogFile file() {
    return file;
  }

  Segment segment() {
    return segment;
  }

  /**
   * Writes a whole frame, or nothing.
   *
   * @throws TornException when a part of it may be there
   */
  void write(Bytes frame) throws IOException {
    try {
      file.append(frame);
      segment.grewBy(frame.size());
    } catch (IOException e) {
      cut(e);
      throw e;
    }
  }

  private void cut(IOException cause) throws TornException {
    try {
      file.truncate(segment.size());
    } catch (IOException cutting) {
      throw new TornException(cause, cutting);
    }
  }
}
