package dev.tidemark.checkpoint.file;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A process that adds to a number in a file, which only a lock keeps right. */
final class CountingProcess {

  static final int TIMES = 3_000;

  private CountingProcess() {}

  /** Reads the number, adds one, and writes it. */
  static int add(Path number) throws IOException {
    int sum = Integer.parseInt(Files.readString(number)) + 1;
    Files.write(number, Integer.toString(sum).getBytes(StandardCharsets.UTF_8));
    return sum;
  }

  static Process start(Path lock, Path number) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            CountingProcess.class.getName(),
            lock.toString(),
            number.toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  public static void main(String[] arguments) throws IOException {
    var lock = new InterProcessLock(Path.of(arguments[0]));
    Path number = Path.of(arguments[1]);
    for (int time = 0; time < TIMES; time++) {
      lock.hold(() -> add(number));
      if (time == 0) {
        System.out.print('+');
        System.out.flush();
      }
    }
  }
}
