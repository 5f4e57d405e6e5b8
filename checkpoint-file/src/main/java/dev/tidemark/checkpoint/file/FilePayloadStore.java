package dev.tidemark.checkpoint.file;

import dev.tidemark.checkpoint.Bytes;
import dev.tidemark.checkpoint.store.ObjectKey;
import dev.tidemark.checkpoint.store.PayloadStore;
import dev.tidemark.checkpoint.store.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * Payload objects in a directory, a file an object, for runs on one machine.
 *
 * <p>The object {@code a/b/c.gz} is at {@code <directory>/objects/a/b/@c.gz}. The {@code @} keeps
 * objects and directories apart, since {@code a} and {@code a/b} may both be objects; a segment of
 * more than {@value #SEGMENT} characters goes on in a directory below, as file systems limit a
 * name's length. An object appears whole or not at all, also for other processes; a crash can leave
 * a file in {@code unfinished/} that means nothing.
 *
 * <p>Thread-safe. Needs hard links and a file system that tells upper from lower case. An error of
 * the file system is a {@link StoreException} that is transient.
 */
public final class FilePayloadStore implements PayloadStore {

  private static final int SEGMENT = 200;

  private final Path objects;
  private final Path unfinished;

  /**
   * @param directory where the objects are; made with the first write when it is not there
   */
  public FilePayloadStore(Path directory) {
    Objects.requireNonNull(directory);
    objects = directory.resolve("objects");
    unfinished = directory.resolve("unfinished");
  }

  @Override
  public PutReply putIfAbsent(ObjectKey key, Bytes content) {
    Path file = file(key);
    try {
      DurableFiles.createDirectories(DurableFiles.parent(file));
      DurableFiles.createDirectories(unfinished);
      Path temporary = Files.createTempFile(unfinished, "put-", "");
      boolean isNew = DurableFiles.createIfAbsent(file, temporary, content.asByteBuffer());
      return isNew ? PutReply.STORED : PutReply.ALREADY_THERE;
    } catch (IOException e) {
      throw failed(key, e);
    } catch (UnsupportedOperationException e) {
      throw new StoreException(
          StoreException.Kind.MISCONFIGURED,
          "the file system of " + objects + " has no hard links: choose another directory",
          e);
    }
  }

  @Override
  public Optional<Bytes> get(ObjectKey key) {
    try {
      return Optional.of(Bytes.wrap(Files.readAllBytes(file(key))));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw failed(key, e);
    }
  }

  private Path file(ObjectKey key) {
    Path path = objects;
    String[] segments = key.value().split("/", -1);
    for (int i = 0; i < segments.length; i++) {
      String rest = segments[i];
      while (rest.length() > SEGMENT) {
        path = path.resolve(rest.substring(0, SEGMENT) + '~');
        rest = rest.substring(SEGMENT);
      }
      path = path.resolve(i == segments.length - 1 ? '@' + rest : rest);
    }
    return path;
  }

  private static StoreException failed(ObjectKey key, IOException e) {
    return new StoreException(
        StoreException.Kind.TRANSIENT, "cannot use the file of object " + key + ": " + e, e);
  }
}
