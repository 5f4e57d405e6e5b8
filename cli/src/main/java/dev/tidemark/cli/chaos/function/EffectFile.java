package dev.tidemark.cli.chaos.function;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The effects of one process, a line each, in the order in which they happened.
 *
 * <p>A line is with the operating system when {@link #add} returns, and so outlives the process.
 * Thread-safe.
 */
public final class EffectFile {

  private static final String NAME = "effects-";

  private final FileChannel file;

  private EffectFile(FileChannel file) {
    this.file = file;
  }

  static EffectFile ofThisProcess(Path folder) throws IOException {
    Path path = folder.resolve(NAME + ProcessHandle.current().pid());
    return new EffectFile(
        FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND));
  }

  synchronized void add(EffectLine line) throws IOException {
    var bytes = ByteBuffer.wrap(line.toText().getBytes(StandardCharsets.UTF_8));
    while (bytes.hasRemaining()) {
      file.write(bytes);
    }
  }

  /** Reads the effects of all processes; a line that a process died in the middle of is none. */
  public static List<EffectLine> readAll(Path folder) throws IOException {
    var lines = new ArrayList<EffectLine>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path path : files.sorted().toList()) {
        String text = Files.readString(path);
        text.substring(0, text.lastIndexOf('\n') + 1)
            .lines()
            .map(EffectLine::ofText)
            .forEach(lines::add);
      }
    }
    return lines;
  }
}
