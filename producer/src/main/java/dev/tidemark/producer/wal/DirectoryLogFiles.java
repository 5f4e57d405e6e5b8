package dev.tidemark.producer.wal;

import dev.tidemark.checkpoint.Bytes;
import dev.tidemark.producer.BufferException;
import dev.tidemark.producer.file.LockFile;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;

/**
 * The files of a folder, guarded by a lock on its file {@code lock}. The lock belongs to the
 * process: the system takes it back when the process ends, however it ends.
 */
final class DirectoryLogFiles implements LogFiles {

  private static final String LOCK = "lock";

  private final Path folder;
  private final LockFile lock;

  private DirectoryLogFiles(Path folder, LockFile lock) {
    this.folder = folder;
    this.lock = lock;
  }

  /**
   * Locks a folder, which is created when it is missing.
   *
   * @throws BufferException when somebody else has it
   */
  static DirectoryLogFiles open(Path folder) throws IOException {
    Files.createDirectories(folder);
    return new DirectoryLogFiles(
        folder, LockFile.claim(folder.resolve(LOCK), "the folder " + folder));
  }

  @Override
  public String where() {
    return folder.toString();
  }

  @Override
  public List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  @Override
  public Bytes read(String name, long offset, int length) throws IOException {
    try (var file = new RandomAccessFile(folder.resolve(name).toFile(), "r")) {
      byte[] bytes = new byte[(int) Math.max(0, Math.min(length, file.length() - offset))];
      file.seek(offset);
      file.readFully(bytes);
      return Bytes.wrap(bytes);
    }
  }

  @Override
  public long size(String name) throws IOException {
    return Files.size(folder.resolve(name));
  }

  @Override
  public LogFile create(String name) throws IOException {
    Path path = Files.createFile(folder.resolve(name));
    syncFolder();
    return new OpenFile(new RandomAccessFile(path.toFile(), "rw"));
  }

  @Override
  public void delete(String name) throws IOException {
    Files.deleteIfExists(folder.resolve(name));
  }

  /** A new name is durable with its folder. */
  private void syncFolder() throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  @Override
  public void close() throws IOException {
    lock.close();
  }

  /** No channel: those close themselves under a thread that is interrupted. */
  private static final class OpenFile implements LogFile {
    private final RandomAccessFile file;
    private boolean closed;

    OpenFile(RandomAccessFile file) {
      this.file = file;
    }

    @Override
    public void append(Bytes bytes) throws IOException {
      file.write(bytes.toByteArray());
    }

    @Override
    public void truncate(long size) throws IOException {
      file.setLength(size);
      file.seek(size);
    }

    @Override
    public synchronized void sync() throws IOException {
      if (!closed) {
        file.getFD().sync();
      }
    }

    @Override
    public synchronized void close() throws IOException {
      sync();
      closed = true;
      file.close();
    }
  }
}
