package dev.tidemark.poller.file;

import dev.tidemark.checkpoint.file.DurableFiles;
import dev.tidemark.checkpoint.file.InterProcessLock;
import dev.tidemark.checkpoint.store.StoreException;
import dev.tidemark.poller.lease.LeaseStore;
import dev.tidemark.poller.lease.ShardLease;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The rows of a consumer's shards in a directory, a file a row. Several processes of one machine
 * may share it. Rows do not expire. Thread-safe.
 */
public final class FileLeases implements LeaseStore {

  private static final String ROW = ".lease";

  private final Path directory;
  private final InterProcessLock lock;

  /**
   * @param directory that of the consumer's stores; made when it is not there
   * @param consumer the consumer's name
   * @param stream the stream's name
   */
  public FileLeases(Path directory, String consumer, String stream) {
    this.directory =
        directory.resolve("leases").resolve("consumer=" + consumer).resolve("stream=" + stream);
    this.lock = new InterProcessLock(this.directory.resolve("lock"));
  }

  @Override
  public List<ShardLease> list() {
    var leases = new ArrayList<ShardLease>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*" + ROW)) {
      for (Path file : files) {
        read(file).ifPresent(leases::add);
      }
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (IOException e) {
      throw failed(e);
    }
    return leases;
  }

  @Override
  public void create(ShardLease lease) {
    locked(
        () -> {
          if (!Files.exists(file(lease))) {
            put(lease);
          }
          return lease;
        });
  }

  @Override
  public Reply write(ShardLease lease) {
    return locked(
        () -> {
          Optional<ShardLease> stored = read(file(lease));
          if (!LeaseStore.passes(lease, stored)) {
            return new Reply.Refused(stored);
          }
          put(lease);
          return new Reply.Written();
        });
  }

  private <R> R locked(InterProcessLock.Action<R> action) {
    try {
      DurableFiles.createDirectories(directory);
      return lock.hold(action);
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private Path file(ShardLease lease) {
    return directory.resolve(lease.shard() + ROW);
  }

  /** Only while the lock is held. */
  private void put(ShardLease lease) throws IOException {
    DurableFiles.replace(
        file(lease),
        directory.resolve("unfinished"),
        StandardCharsets.UTF_8.encode(LeaseText.of(lease)));
  }

  private static Optional<ShardLease> read(Path file) {
    try {
      return Optional.of(LeaseText.parse(Files.readString(file)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw failed(e);
    } catch (IllegalArgumentException e) {
      throw new StoreException(
          StoreException.Kind.MISCONFIGURED,
          "cannot read " + file + " (written by another version?): " + e.getMessage(),
          e);
    }
  }

  private static StoreException failed(IOException e) {
    return new StoreException(StoreException.Kind.TRANSIENT, "cannot use lease files: " + e, e);
  }
}
