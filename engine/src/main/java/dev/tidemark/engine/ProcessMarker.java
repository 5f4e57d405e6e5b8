package dev.tidemark.engine;

import dev.tidemark.checkpoint.ClaimId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Tells the next process of the same execution environment which claims this one died with.
 *
 * <p>Each process keeps a file in a directory that outlives it, with the claims that are under way,
 * and holds a lock on it that the kernel releases when the process ends, however it ends. A process
 * that gets the lock of another's file has the proof that the other is dead. Nothing is known
 * across environments: there a lease has to run out.
 *
 * <p>Files of this very process are left alone: to close one that is opened a second time would
 * release the lock.
 *
 * <p>It is only a saving. When the directory cannot be used, that is said once on the system's
 * logger and nobody is known to have died. The first call opens the file, so that a snapshot of an
 * initialised process holds none. Thread-safe.
 */
public final class ProcessMarker implements Predecessors {

  private static final String SUFFIX = ".claims";
  private static final int MOST_BYTES = 1 << 20;
  private static final int MOST_DEAD = 1_000;

  private final Path directory;
  private final String process = processName();
  private final Set<ClaimId> underWay = new HashSet<>();
  private final Set<ClaimId> dead = new LinkedHashSet<>();
  private @Nullable FileChannel file;
  private State state = State.NEW;

  private enum State {
    NEW,
    OPEN,
    UNUSABLE
  }

  /**
   * @param directory where the files lie; it is created when it is not there
   */
  public ProcessMarker(Path directory) {
    this.directory = directory;
  }

  @Override
  public synchronized Set<ClaimId> dead() {
    open();
    bury();
    return Set.copyOf(dead);
  }

  /** Looks for processes that have died since: a sibling may be told before a successor is. */
  private void bury() {
    if (state != State.OPEN) {
      return;
    }
    try {
      dead.addAll(claimsOfTheDead());
      while (dead.size() > MOST_DEAD) {
        dead.remove(dead.iterator().next());
      }
    } catch (IOException | UncheckedIOException | IllegalArgumentException e) {
      giveUp(e);
    }
  }

  @Override
  public synchronized void began(ClaimId claim) {
    open();
    underWay.add(claim);
    write();
  }

  @Override
  public synchronized void ended(ClaimId claim) {
    underWay.remove(claim);
    write();
  }

  /** Names this process among all that ever ran here: the system gives its number out again. */
  private static String processName() {
    ProcessHandle self = ProcessHandle.current();
    long startedAt = self.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    return self.pid() + "-" + startedAt + "-";
  }

  private void open() {
    if (state != State.NEW) {
      return;
    }
    state = State.OPEN;
    try {
      Files.createDirectories(directory);
      file = create();
    } catch (IOException | UncheckedIOException | SecurityException | IllegalArgumentException e) {
      giveUp(e);
    }
  }

  private void giveUp(Exception cause) {
    state = State.UNUSABLE;
    System.getLogger(ProcessMarker.class.getName())
        .log(
            System.Logger.Level.WARNING,
            "claims cannot be marked in {0}: after a crash their leases have to run out ({1})",
            directory,
            cause.toString());
  }

  /** The file gets its name only once it is locked: nobody may take its owner for dead. */
  private FileChannel create() throws IOException {
    String name = process + UUID.randomUUID();
    Path unnamed = directory.resolve(name + ".new");
    FileChannel channel =
        FileChannel.open(unnamed, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    if (channel.tryLock() == null) {
      throw new IOException("a file that was just created is locked: " + unnamed);
    }
    Files.move(unnamed, directory.resolve(name + SUFFIX), StandardCopyOption.ATOMIC_MOVE);
    return channel;
  }

  private Set<ClaimId> claimsOfTheDead() throws IOException {
    var claims = new HashSet<ClaimId>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*" + SUFFIX)) {
      for (Path path : files) {
        if (!path.getFileName().toString().startsWith(process)) {
          claims.addAll(claimsIfDead(path));
        }
      }
    }
    return claims;
  }

  private static Set<ClaimId> claimsIfDead(Path path) throws IOException {
    try (FileChannel channel =
            FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock()) {
      if (lock == null || channel.size() > MOST_BYTES) {
        return Set.of();
      }
      Set<ClaimId> claims = parse(channel);
      Files.deleteIfExists(path);
      return claims;
    } catch (NoSuchFileException e) {
      return Set.of(); // another successor was faster
    }
  }

  /** Whole lines only: the last one may have been cut off. */
  private static Set<ClaimId> parse(FileChannel channel) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate((int) channel.size());
    while (bytes.hasRemaining() && channel.read(bytes) >= 0) {}
    String text = new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8);
    var claims = new HashSet<ClaimId>();
    int from = 0;
    for (int end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', from)) {
      if (end > from) {
        claims.add(new ClaimId(text.substring(from, end)));
      }
      from = end + 1;
    }
    return claims;
  }

  private void write() {
    if (state != State.OPEN || file == null) {
      return;
    }
    var text = new StringBuilder();
    underWay.forEach(claim -> text.append(claim.value()).append('\n'));
    ByteBuffer bytes = ByteBuffer.wrap(text.toString().getBytes(StandardCharsets.UTF_8));
    try {
      file.truncate(0);
      while (bytes.hasRemaining()) {
        file.write(bytes, bytes.position());
      }
    } catch (IOException e) {
      giveUp(e);
    }
  }
}
