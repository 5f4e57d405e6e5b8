package dev.tidemark.checkpoint.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Lets one thread of one process at a time do something, by a lock on a file that has no other use.
 *
 * <p>The lock on the file keeps other processes out, and the operating system gives it back when
 * its process dies. On POSIX systems it belongs to the process, and the close of <em>any</em>
 * channel of the file takes it from all of them. So nobody may open that file but this class, and
 * within a process, whichever instance they use, threads take turns by a lock in memory that lasts
 * until the channel is closed. Instances whose paths lead to one file share that lock.
 *
 * <p>Thread-safe. It does not keep apart classes that two class loaders have loaded.
 */
public final class InterProcessLock {

  /** Those that somebody holds or waits for, by where the file really is. */
  private static final ConcurrentMap<Path, Turns> TURNS = new ConcurrentHashMap<>();

  private final Path file;

  /** Who holds it, and for how many threads it is kept. */
  private record Turns(ReentrantLock lock, int threads) {}

  /**
   * @param file made when it is first needed, in a directory that exists by then; it stays, is
   *     empty, and may not be deleted while the lock is in use
   */
  public InterProcessLock(Path file) {
    this.file = Objects.requireNonNull(file);
  }

  /** What is done while the lock is held. */
  @FunctionalInterface
  public interface Action<R> {
    R run() throws IOException;
  }

  /**
   * Waits until nobody else holds the lock, and does it.
   *
   * @throws IOException when the action throws it, or the file cannot be locked
   * @throws IllegalStateException when this thread holds the lock already
   */
  public <R> R hold(Action<R> action) throws IOException {
    Path place = DurableFiles.parent(file).toRealPath().resolve(file.getFileName());
    ReentrantLock turn = enter(place);
    try {
      if (turn.isHeldByCurrentThread()) {
        throw new IllegalStateException("this thread holds the lock on " + place + " already");
      }
      turn.lock();
      try {
        return holdAmongProcesses(place, action);
      } finally {
        turn.unlock();
      }
    } finally {
      leave(place);
    }
  }

  private static ReentrantLock enter(Path place) {
    return TURNS
        .merge(
            place,
            new Turns(new ReentrantLock(), 1),
            (there, made) -> new Turns(there.lock(), there.threads() + 1))
        .lock();
  }

  /** The last one out takes the entry along, so that there are no more than are in use. */
  private static void leave(Path place) {
    TURNS.computeIfPresent(
        place,
        (same, there) ->
            there.threads() == 1 ? null : new Turns(there.lock(), there.threads() - 1));
  }

  private static <R> R holdAmongProcesses(Path place, Action<R> action) throws IOException {
    try (FileChannel channel =
            FileChannel.open(place, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = lock(channel, place)) {
      if (!lock.isValid()) {
        throw new IOException("lost the lock on " + place);
      }
      return action.run();
    }
  }

  private static FileLock lock(FileChannel channel, Path place) throws IOException {
    try {
      return channel.lock();
    } catch (OverlappingFileLockException e) {
      throw new IOException("something else in this process has locked " + place, e);
    }
  }
}
