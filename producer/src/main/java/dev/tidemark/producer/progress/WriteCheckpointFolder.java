package dev.tidemark.producer.progress;

import dev.tidemark.checkpoint.Bytes;
import dev.tidemark.producer.WriteCheckpoint;
import dev.tidemark.producer.WriteCheckpoints;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Objects;
import java.util.Optional;

/**
 * Write checkpoints in a folder: a JSON object a file, a file for each producer and target. A file
 * is replaced as a whole, so that a reader finds the old one or the new one.
 *
 * <p>Thread-safe for producers of different names.
 */
public final class WriteCheckpointFolder implements WriteCheckpoints {

  private final Path folder;

  /**
   * @param folder where the files are; made with the first write when it is not there
   */
  public WriteCheckpointFolder(Path folder) {
    this.folder = Objects.requireNonNull(folder);
  }

  private Path file(String producer, String target) {
    return folder.resolve(PlainName.of(producer) + "@" + PlainName.of(target) + ".json");
  }

  @Override
  public Optional<WriteCheckpoint> load(String producer, String target) {
    Path file = file(producer, target);
    try {
      return Files.exists(file)
          ? Optional.of(WriteCheckpointJson.read(Bytes.wrap(Files.readAllBytes(file))))
          : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file + ": " + e.getMessage(), e);
    }
  }

  @Override
  public void save(WriteCheckpoint checkpoint) {
    Path file = file(checkpoint.producer(), checkpoint.target());
    Path draft = file.resolveSibling(file.getFileName() + ".tmp");
    try {
      Files.createDirectories(folder);
      try (var out = new FileOutputStream(draft.toFile())) {
        out.write(WriteCheckpointJson.write(checkpoint).toByteArray());
        out.getFD().sync();
      }
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file + ": " + e.getMessage(), e);
    }
  }
}
