package dev.tidemark.checkpoint.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Lets one thread of one process at a time into a directory.
 *
 * <p>A lock on a file keeps other processes out, and the operating system gives it back when its
 * process dies. It is held by a process and not by a thread, so a lock in memory keeps the threads
 * apart. A second store on the same directory in this process is told by the JVM that the file is
 * taken; then there is nothing to wait on but time.
 */
public final class DirectoryLock {

  private static final String FILE = "lock";
  private static final long RETRY_AFTER_NANOS = 500_000;

  private final Path file;
  private final ReentrantLock threads = new ReentrantLock();

  /**
   * @param directory an existing directory, which gets a file {@code lock}
   */
  public DirectoryLock(Path directory) {
    file = directory.resolve(FILE);
  }

  /** What is done while the lock is held. */
  @FunctionalInterface
  public interface Action<R> {
    R run() throws IOException;
  }

  /** Does it while nobody else is in the directory. */
  public <R> R hold(Action<R> action) throws IOException {
    threads.lock();
    try (FileChannel channel =
            FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = acquire(channel)) {
      if (!lock.isValid()) {
        throw new IOException("lost the lock on " + file);
      }
      return action.run();
    } finally {
      threads.unlock();
    }
  }

  /**
   * Waits until nobody else has the lock on a channel's file, be it another process or this one by
   * another channel.
   */
  public static FileLock acquire(FileChannel channel) throws IOException {
    while (true) {
      try {
        return channel.lock();
      } catch (OverlappingFileLockException e) {
        LockSupport.parkNanos(RETRY_AFTER_NANOS);
      }
    }
  }
}
