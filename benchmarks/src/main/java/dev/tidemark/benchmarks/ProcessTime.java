package dev.tidemark.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The CPU time of a process so far, as Linux counts it: in hundredths of a second. */
final class ProcessTime {

  private static final String MARK = "cpu ms ";
  private static final int USER = 11;
  private static final int SYSTEM = 12;
  private static final int MILLIS_OF_A_TICK = 10;

  private ProcessTime() {}

  /** Prints that of this process. */
  static void print() throws IOException {
    String stat = Files.readString(Path.of("/proc/self/stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    long ticks = Long.parseLong(fields[USER]) + Long.parseLong(fields[SYSTEM]);
    System.out.println(MARK + ticks * MILLIS_OF_A_TICK);
  }

  /** That of a process that printed it. */
  static double in(List<String> output) {
    return output.stream()
        .filter(line -> line.startsWith(MARK))
        .mapToDouble(line -> Double.parseDouble(line.substring(MARK.length())))
        .findFirst()
        .orElse(0);
  }
}
