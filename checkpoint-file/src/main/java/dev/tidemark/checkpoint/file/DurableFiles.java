package dev.tidemark.checkpoint.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * Writes of whole files that survive a crash of the process and of the machine: the content reaches
 * the disk under a name that nobody reads, then the name changes in one step, then the directory
 * reaches the disk.
 */
public final class DurableFiles {

  private static final boolean DIRECTORIES_CAN_BE_SYNCED =
      !System.getProperty("os.name", "").startsWith("Windows");

  private DurableFiles() {}

  /** Puts {@code content} at {@code target}, in place of what was there. */
  public static void replace(Path target, Path temporary, ByteBuffer content) throws IOException {
    write(temporary, content);
    Files.move(
        temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    syncDirectory(parent(target));
  }

  /**
   * Puts {@code content} at {@code target} if nothing is there, by a hard link, which only one of
   * several processes can make. In both cases the file at the target is durable on return.
   *
   * @return whether this call put it there
   * @throws UnsupportedOperationException when the file system has no hard links
   */
  static boolean createIfAbsent(Path target, Path temporary, ByteBuffer content)
      throws IOException {
    boolean isNew;
    try {
      write(temporary, content);
      isNew = link(target, temporary);
    } finally {
      Files.deleteIfExists(temporary);
    }
    syncDirectory(parent(target));
    return isNew;
  }

  private static boolean link(Path target, Path existing) throws IOException {
    try {
      Files.createLink(target, existing);
      return true;
    } catch (FileAlreadyExistsException e) {
      return false;
    }
  }

  private static void write(Path file, ByteBuffer content) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      while (content.hasRemaining()) {
        channel.write(content);
      }
      channel.force(true);
    }
  }

  /** Makes the directory and its missing parents, each durable in its own parent. */
  public static void createDirectories(Path directory) throws IOException {
    if (Files.isDirectory(directory)) {
      return;
    }
    Path parent = parent(directory);
    createDirectories(parent);
    try {
      Files.createDirectory(directory);
    } catch (FileAlreadyExistsException e) {
      if (!Files.isDirectory(directory)) {
        throw e;
      }
    }
    syncDirectory(parent);
  }

  /** Windows opens no directory as a file; there the rename is as durable as it makes it. */
  private static void syncDirectory(Path directory) throws IOException {
    if (DIRECTORIES_CAN_BE_SYNCED) {
      try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }

  static Path parent(Path path) {
    Path parent = path.toAbsolutePath().getParent();
    return parent == null ? path : parent;
  }
}
