package dev.tidemark.local;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A program that runs as a child of this process, with its output in a file.
 *
 * <p>Its standard input stays open as long as this process lives and is its sign of life: the
 * programs started here end when it closes ({@link dev.tidemark.local.child.ExitWithParent}).
 * Thread-safe.
 */
final class ChildProcess implements AutoCloseable {
  private final Process process;
  private final Path log;

  /** Held so that the stream is not collected and closed while the child is to live. */
  @SuppressWarnings("unused")
  private final OutputStream signOfLife;

  private ChildProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
    this.signOfLife = process.getOutputStream();
  }

  /**
   * What to run.
   *
   * @param environment the whole environment of the child; nothing is inherited
   */
  record Launch(List<String> command, Map<String, String> environment, Path directory, Path log) {
    Launch {
      command = List.copyOf(command);
      environment = Map.copyOf(environment);
      Objects.requireNonNull(directory);
      Objects.requireNonNull(log);
    }
  }

  /**
   * Starts a child.
   *
   * @throws IOException if the program cannot be started, for instance because it does not exist
   */
  static ChildProcess start(Launch launch) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(launch.command());
    builder.environment().clear();
    builder.environment().putAll(launch.environment());
    builder.directory(launch.directory().toFile());
    builder.redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(launch.log().toFile()));
    return new ChildProcess(builder.start(), launch.log());
  }

  long pid() {
    return process.pid();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Completes with the exit code when the child ends; 128 plus the signal when it was killed. */
  CompletableFuture<Integer> onExit() {
    return process.onExit().thenApply(Process::exitValue);
  }

  /** Waits at most so long for the child's end; whether it ended. */
  boolean ended(Duration atMost) throws InterruptedException {
    return process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** The last characters of the child's output. */
  String logTail() {
    return tail(log, 2_000);
  }

  static String tail(Path log, int characters) {
    try {
      String text = new String(Files.readAllBytes(log), StandardCharsets.UTF_8);
      return text.substring(Math.max(0, text.length() - characters)).strip();
    } catch (IOException e) {
      return "(no log: " + e + ")";
    }
  }

  /** Kills the child at once, as {@code kill -9} does, and waits for its end. */
  @Override
  public void close() {
    process.destroyForcibly();
    process.onExit().join();
  }
}
