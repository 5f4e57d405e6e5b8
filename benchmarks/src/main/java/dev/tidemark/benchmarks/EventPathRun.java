package dev.tidemark.benchmarks;

import com.sun.management.ThreadMXBean;
import dev.tidemark.handler.EventPath;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A full event read in several ways, one after the other in the same process, round by round. By
 * the CPU time of the one thread that does it, which a busy machine changes less than the clock.
 */
public final class EventPathRun {

  private static final double NANOS = 1e6;
  private static final double MEGABYTE = 1e6;

  private EventPathRun() {}

  /** A way to read an event; what comes out keeps it from being optimised away. */
  @FunctionalInterface
  private interface Way {
    int read(byte[] event) throws IOException;
  }

  /** Prints for each way: its name, median, 10 % and 90 % in ms of CPU, and megabytes allocated. */
  public static void main(String[] rounds) throws IOException {
    byte[] event = SampleEvents.event("shardId-000000000006", 1, SampleEvents.FULL, 997);
    Map<String, Way> ways = new LinkedHashMap<>();
    ways.put("runtime's binding", e -> Bound.records(e).size());
    ways.put("parser", EventPath::parse);
    ways.put("scanner", EventPath::read);
    int count = Integer.parseInt(rounds[0]);
    Map<String, double[]> millis = new LinkedHashMap<>();
    Map<String, Double> megabytes = new LinkedHashMap<>();
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    for (int round = 0; round < count; round++) {
      for (Map.Entry<String, Way> way : ways.entrySet()) {
        long allocated = threads.getCurrentThreadAllocatedBytes();
        long begun = threads.getCurrentThreadCpuTime();
        int records = way.getValue().read(event);
        long took = threads.getCurrentThreadCpuTime() - begun;
        allocated = threads.getCurrentThreadAllocatedBytes() - allocated;
        if (records != SampleEvents.FULL) {
          throw new IllegalStateException(way.getKey() + " read " + records + " records");
        }
        millis.computeIfAbsent(way.getKey(), name -> new double[count])[round] = took / NANOS;
        megabytes.put(way.getKey(), allocated / MEGABYTE);
      }
    }
    millis.forEach((name, all) -> print(name, all, megabytes.getOrDefault(name, 0.0)));
  }

  private static void print(String name, double[] all, double megabytes) {
    double[] warm = Arrays.copyOfRange(all, all.length / 2, all.length);
    Arrays.sort(warm);
    System.out.printf(
        Locale.ROOT,
        "%s|%.4f|%.4f|%.4f|%.3f%n",
        name,
        warm[warm.length / 2],
        warm[warm.length / 10],
        warm[warm.length * 9 / 10],
        megabytes);
  }

  /** The same in processes with either compiler. */
  static Table table(int rounds) throws IOException, InterruptedException {
    Table table =
        Table.of(
            "event-path",
            "A full event, 3,285 records of 1 KB: read, checked and sorted by shard",
            "compiler",
            "way",
            "cpu ms",
            "cpu ms, 10 %",
            "cpu ms, 90 %",
            "allocated MB",
            "times the binding");
    for (String compiler : List.of("C2", "C1 only")) {
      List<String> options =
          compiler.equals("C2") ? List.of("-XX:+UseSerialGC", "-Xmx512m") : Children.LIKE_LAMBDA;
      double binding = 0;
      for (String line :
          Children.run(List.of(), options, EventPathRun.class, Integer.toString(rounds))) {
        String[] cells = line.split("\\|", -1);
        double median = Double.parseDouble(cells[1]);
        binding = binding == 0 ? median : binding;
        table =
            table.with(
                compiler,
                cells[0],
                median,
                Double.parseDouble(cells[2]),
                Double.parseDouble(cells[3]),
                Double.parseDouble(cells[4]),
                binding / median);
      }
    }
    return table;
  }
}
