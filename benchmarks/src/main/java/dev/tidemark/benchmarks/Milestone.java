package dev.tidemark.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Says from within a process how far it has come. Its end would be too late: a JVM whose threads
 * wait in native code, as those do that poll for virtual threads, takes 0.3 s to exit.
 *
 * @param epochMillis when
 * @param cpuMillis the CPU time of the process until then, as Linux counts it: in hundredths of a
 *     second
 */
record Milestone(long epochMillis, long cpuMillis) {

  private static final String MARK = "milestone ";
  private static final int USER = 11;
  private static final int SYSTEM = 12;
  private static final int MILLIS_OF_A_TICK = 10;

  /** Prints that of this process. */
  static void print() throws IOException {
    String stat = Files.readString(Path.of("/proc/self/stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    long ticks = Long.parseLong(fields[USER]) + Long.parseLong(fields[SYSTEM]);
    System.out.println(MARK + System.currentTimeMillis() + " " + ticks * MILLIS_OF_A_TICK);
  }

  /**
   * Those of a process that printed some, in order.
   *
   * @throws IllegalArgumentException when it printed another number of them
   */
  static List<Milestone> in(List<String> output, int count) {
    List<Milestone> all =
        output.stream()
            .filter(line -> line.startsWith(MARK))
            .map(line -> line.split(" ", -1))
            .map(words -> new Milestone(Long.parseLong(words[1]), Long.parseLong(words[2])))
            .toList();
    if (all.size() != count) {
      throw new IllegalArgumentException(count + " milestones are not in " + output);
    }
    return all;
  }

  /** The way from here to a later one. */
  Sample until(Milestone later) {
    return new Sample(later.epochMillis - epochMillis, later.cpuMillis - cpuMillis, 0);
  }
}
