package dev.tidemark.poller.file;

import dev.tidemark.checkpoint.Bytes;
import java.io.IOException;
import java.nio.file.Path;

/** A process that adds lines to a file, and writes a mark for each that was acknowledged. */
final class AppendingProcess {

  static final int LINES = 1_000;

  /** Makes lines so long that writing one takes a while. */
  private static final String REST = ".".repeat(10_000);

  private AppendingProcess() {}

  static String name(int number) {
    return "other-" + number;
  }

  static Bytes line(String name) {
    return Bytes.ofUtf8(name + REST);
  }

  /** The name of a line that is whole. */
  static String name(String line) {
    int end = Math.max(0, line.length() - REST.length());
    return line.endsWith(REST) ? line.substring(0, end) : "torn: " + line.substring(0, end);
  }

  static Process start(Path file) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            AppendingProcess.class.getName(),
            file.toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  public static void main(String[] arguments) {
    FileStream stream = FileStream.of("output", Path.of(arguments[0]));
    for (int number = 0; number < LINES; number++) {
      stream.append(line(name(number)));
      System.out.print('+');
      System.out.flush();
    }
  }
}
