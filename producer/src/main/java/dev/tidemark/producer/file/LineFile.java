package dev.tidemark.producer.file;

import dev.tidemark.checkpoint.Bytes;
import dev.tidemark.producer.BufferException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.List;
import java.util.function.LongFunction;

/**
 * A file of lines that is only ever appended to. A line that a crash has torn is cut off when the
 * file is opened, and one that a failing disk has torn before the next one is written. Not
 * thread-safe.
 */
final class LineFile implements AutoCloseable {

  private static final int BLOCK = 8192;

  private final Path path;
  private final LockFile lock;
  private final RandomAccessFile file;
  private long size;
  private long lastPosition;

  private LineFile(Path path, LockFile lock, RandomAccessFile file) throws IOException {
    this.path = path;
    this.lock = lock;
    this.file = file;
    this.size = endOfLines(file.length());
    requireOurs();
    if (size > 0) {
      long start = endOfLines(size - 1);
      byte[] last = new byte[Math.toIntExact(size - start)];
      file.seek(start);
      file.readFully(last);
      this.lastPosition = FileLines.decode(Bytes.wrap(last)).position();
    }
  }

  /**
   * Opens a file, which is made when it is missing. Its lock is the file beside it that ends in
   * {@code .lock}.
   *
   * @throws BufferException when somebody else writes it, or it holds something else
   */
  static LineFile open(Path path) {
    try {
      LockFile lock = LockFile.claim(lockOf(path), "the file " + path);
      try {
        return new LineFile(path, lock, new RandomAccessFile(path.toFile(), "rw"));
      } catch (IOException | RuntimeException e) {
        lock.close();
        throw e;
      }
    } catch (IllegalArgumentException e) {
      throw new BufferException("the file " + path + " holds something else: " + e.getMessage(), e);
    } catch (IOException e) {
      throw new BufferException("cannot open the file " + path + ": " + e, e);
    }
  }

  /** What has no whole line yet is cut off only if it is the beginning of one. */
  private void requireOurs() throws IOException {
    file.seek(0);
    int first = file.read();
    if (first >= 0 && first != '{') {
      throw new IllegalArgumentException("it does not begin with a line of records");
    }
  }

  private static Path lockOf(Path path) {
    return path.resolveSibling(path.getFileName() + ".lock");
  }

  /** Where the last line feed before an offset ends; 0 when there is none. */
  private long endOfLines(long before) throws IOException {
    byte[] block = new byte[BLOCK];
    for (long end = before; end > 0; ) {
      int length = (int) Math.min(BLOCK, end);
      file.seek(end - length);
      file.readFully(block, 0, length);
      for (int i = length - 1; i >= 0; i--) {
        if (block[i] == '\n') {
          return end - length + i + 1;
        }
      }
      end -= length;
    }
    return 0;
  }

  Path path() {
    return path;
  }

  /**
   * Writes lines and forces them to the disk: all of them, or none.
   *
   * @param lines each asked for its bytes with its position
   * @return the position of the first
   * @throws IOException when none of them counts
   */
  long append(List<LongFunction<Bytes>> lines) throws IOException {
    long first = lastPosition + 1;
    file.setLength(size);
    file.seek(size);
    long written = 0;
    for (int i = 0; i < lines.size(); i++) {
      byte[] line = lines.get(i).apply(first + i).toByteArray();
      file.write(line);
      written += line.length;
    }
    file.getFD().sync();
    size += written;
    lastPosition += lines.size();
    return first;
  }

  @Override
  public void close() throws IOException {
    try (lock;
        file) {
      // both are closed, the file first
    }
  }
}
