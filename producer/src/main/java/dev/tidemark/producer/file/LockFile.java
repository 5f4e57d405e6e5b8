package dev.tidemark.producer.file;

import dev.tidemark.producer.BufferException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The right to write some files, held by one process at a time: a lock on a file beside them. The
 * system takes it back when the process ends, however it ends. The file holds the owner's process
 * id, and stays.
 */
public final class LockFile implements AutoCloseable {

  private static final int LONGEST_ID = 20;

  /**
   * What this process has. Who is refused must not even open such a file: on Linux the first close
   * of any channel of it would give the process's lock away.
   */
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private final Path path;
  private final FileChannel channel;

  private LockFile(Path path, FileChannel channel) {
    this.path = path;
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
    Path folder = path.toAbsolutePath().resolveSibling("").toRealPath();
    Path real = folder.resolve(Objects.requireNonNull(path.getFileName()));
    if (!HELD.add(real)) {
      throw inUse(what, myId());
    }
    boolean claimed = false;
    try {
      LockFile lock = claimFromOthers(real, what);
      claimed = true;
      return lock;
    } finally {
      if (!claimed) {
        HELD.remove(real);
      }
    }
  }

  private static LockFile claimFromOthers(Path real, String what) throws IOException {
    FileChannel channel =
        FileChannel.open(
            real, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    boolean claimed = false;
    try {
      if (channel.tryLock() == null) {
        throw inUse(what, owner(channel));
      }
      channel.truncate(0).write(StandardCharsets.UTF_8.encode(myId()), 0);
      claimed = true;
      return new LockFile(real, channel);
    } finally {
      if (!claimed) {
        channel.close();
      }
    }
  }

  private static BufferException inUse(String what, String owner) {
    return new BufferException(
        "%s is in use by process %s: stop that, or give each producer its own"
            .formatted(what, owner));
  }

  private static String myId() {
    return Long.toString(ProcessHandle.current().pid());
  }

  private static String owner(FileChannel channel) throws IOException {
    ByteBuffer pid = ByteBuffer.allocate(LONGEST_ID);
    channel.read(pid, 0);
    return StandardCharsets.UTF_8.decode(pid.flip()).toString();
  }

  @Override
  public void close() throws IOException {
    if (channel.isOpen()) {
      try {
        channel.close();
      } finally {
        HELD.remove(path);
      }
    }
  }
}
