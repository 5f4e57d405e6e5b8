package dev.tidemark.checkpoint.jdbc;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A database server of the tests: a process with a directory and a port of its own. */
final class DatabaseProcess implements AutoCloseable {

  /** The user "nobody" of Linux: PostgreSQL refuses to run as root. */
  private static final String NOBODY = "65534";

  private final Path directory;
  private final Process process;

  private DatabaseProcess(Path directory, Process process) {
    this.directory = directory;
    this.process = process;
  }

  static DatabaseProcess start(Path directory, List<String> command) throws IOException {
    return new DatabaseProcess(directory, builder(directory, command).start());
  }

  /** Runs a command to its end. */
  static void run(Path directory, List<String> command) throws IOException {
    try {
      int status = builder(directory, command).start().waitFor();
      if (status != 0) {
        throw new IOException(command + " ended with " + status + ", see " + log(directory));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private static ProcessBuilder builder(Path directory, List<String> command) {
    return new ProcessBuilder(command)
        .directory(directory.toFile())
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log(directory).toFile()));
  }

  private static Path log(Path directory) {
    return directory.resolve("server.log");
  }

  /** What the server has to say. */
  String log() throws IOException {
    return Files.readString(log(directory));
  }

  /** The command as a user that is not root: in its own way, if the tests run as root. */
  static List<String> unprivileged(List<String> command) {
    if (!isRoot()) {
      return command;
    }
    List<String> wrapped =
        new ArrayList<>(
            List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups"));
    wrapped.addAll(command);
    return wrapped;
  }

  static boolean isRoot() {
    return System.getProperty("user.name").equals("root");
  }

  /** A directory for all, below that of temporary files, which a user without rights can reach. */
  static Path directory(String name) throws IOException {
    Path directory = Files.createTempDirectory("tidemark-" + name);
    for (Path path : List.of(directory, Files.createDirectory(directory.resolve("data")))) {
      if (isRoot()) {
        Files.setAttribute(path, "unix:uid", Integer.parseInt(NOBODY));
      }
    }
    return directory;
  }

  static int freePort() throws IOException {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  static InputStream resource(String name) throws IOException {
    InputStream in = DatabaseProcess.class.getResourceAsStream(name);
    if (in == null) {
      throw new IOException("not on the class path: " + name);
    }
    return in;
  }

  void requireAlive() {
    if (!process.isAlive()) {
      throw new IllegalStateException("the server has ended, see " + log(directory));
    }
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
      try (Stream<Path> files = Files.walk(directory)) {
        for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
          Files.deleteIfExists(file);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
