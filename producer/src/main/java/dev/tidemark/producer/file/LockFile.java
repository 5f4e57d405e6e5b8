package dev.tidemark.producer.file;

import dev.tidemark.producer.BufferException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * The right to write some files, held by one process at a time: a lock on a file beside them. The
 * system takes it back when the process ends, however it ends. The file holds the owner's process
 * id, and stays.
 */
public final class LockFile implements AutoCloseable {

  private static final int LONGEST_ID = 20;

  private final FileChannel channel;

  private LockFile(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Claims the files.
   *
   * @param path the file to lock, which is made when it is missing
   * @param what is guarded, for the message
   * @throws BufferException when somebody else has them, in this process or another
   */
  public static LockFile claim(Path path, String what) throws IOException {
    FileChannel channel =
        FileChannel.open(
            path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    boolean locked = false;
    try {
      locked = tryLock(channel) != null;
      if (!locked) {
        throw new BufferException(
            "%s is in use by process %s: stop that, or give each producer its own"
                .formatted(what, owner(channel)));
      }
      String pid = Long.toString(ProcessHandle.current().pid());
      channel.truncate(0).write(StandardCharsets.UTF_8.encode(pid), 0);
      return new LockFile(channel);
    } finally {
      if (!locked) {
        channel.close();
      }
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null; // this very process has it
    }
  }

  private static String owner(FileChannel channel) throws IOException {
    ByteBuffer pid = ByteBuffer.allocate(LONGEST_ID);
    channel.read(pid, 0);
    return StandardCharsets.UTF_8.decode(pid.flip()).toString();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
