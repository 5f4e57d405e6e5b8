package dev.tidemark.poller.file;

import dev.tidemark.checkpoint.Bytes;
import dev.tidemark.checkpoint.file.InterProcessLock;
import dev.tidemark.poller.shard.StreamSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.function.Function;

/**
 * A file of lines as a stream of one shard: each line is a record, and where it ends in the file is
 * its sequence number. Lines are only ever added. Thread-safe.
 */
public final class FileStream {

  /** Whether more lines are waited for. */
  enum End {
    /** The stream has ended where the file ends. */
    OF_FILE,
    /** More lines may come. */
    NEVER
  }

  private final String name;
  private final Path file;
  private final End end;
  private final Function<Bytes, String> key;

  private FileStream(String name, Path file, End end, Function<Bytes, String> key) {
    this.name = Objects.requireNonNull(name);
    this.file = Objects.requireNonNull(file);
    this.end = end;
    this.key = key;
    if (!name.matches("[a-zA-Z0-9._-]{1,128}")) {
      throw new IllegalArgumentException(
          "a stream's name is 1 to 128 characters of a-z A-Z 0-9 . _ -, got '" + name + "'");
    }
  }

  /**
   * A file that is complete: whoever reads it has come to its end with the last line. All lines
   * have one partition key, so that they are processed in order.
   *
   * @param name the stream's name, under which its checkpoints are kept
   * @throws IllegalArgumentException when that cannot be a name
   */
  public static FileStream of(String name, Path file) {
    return new FileStream(name, file, End.OF_FILE, line -> name);
  }

  /** The same, waiting for more lines at the end. A line counts once its line break is there. */
  public FileStream growing() {
    return new FileStream(name, file, End.NEVER, key);
  }

  /**
   * The same with a partition key for each line, 1 to 256 characters: lines of different keys are
   * processed side by side.
   */
  public FileStream keyedBy(Function<Bytes, String> key) {
    return new FileStream(name, file, end, Objects.requireNonNull(key));
  }

  /** The stream to read. */
  public StreamSource source() {
    return new FileSource(name, file, end, key);
  }

  /**
   * Adds a line. On return it is durable. A line that an earlier process was killed in is removed
   * first. Several threads, streams and processes may add to the same file, also while it is read:
   * they take turns by a file {@code .NAME.lock} beside it, which is made here and stays.
   *
   * @throws IllegalArgumentException when there is a line break in it
   * @throws UncheckedIOException when the file cannot be written; the line may be there all the
   *     same
   */
  public void append(Bytes line) {
    ByteBuffer content = ByteBuffer.allocate(line.size() + 1).put(line.asByteBuffer());
    for (int i = 0; i < line.size(); i++) {
      if (content.get(i) == '\n') {
        throw new IllegalArgumentException("a line has no line break in it");
      }
    }
    content.put((byte) '\n').flip();
    try (FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      lockOf(file.toRealPath()).hold(() -> add(content, channel));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot add to " + file + ": " + e, e);
    }
  }

  /** On a file of its own: whoever closed the lines, a reader for one, would give the lock back. */
  private static InterProcessLock lockOf(Path real) {
    return new InterProcessLock(real.resolveSibling("." + real.getFileName() + ".lock"));
  }

  /** Returns where the line ends. */
  private static long add(ByteBuffer content, FileChannel channel) throws IOException {
    long at = endOfWholeLines(channel);
    while (content.hasRemaining()) {
      at += channel.write(content, at);
    }
    channel.truncate(at);
    channel.force(true);
    return at;
  }

  /**
   * What is behind the last line break was torn by a crash, and nobody was told that it is there.
   */
  private static long endOfWholeLines(FileChannel channel) throws IOException {
    ByteBuffer one = ByteBuffer.allocate(1);
    for (long at = channel.size(); at > 0; at--) {
      channel.read(one.clear(), at - 1);
      if (one.get(0) == '\n') {
        return at;
      }
    }
    return 0;
  }
}
