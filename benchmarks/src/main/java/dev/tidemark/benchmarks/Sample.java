package dev.tidemark.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What one run took of this process.
 *
 * @param wallMillis by the clock
 * @param cpuMillis of all threads
 * @param allocatedMegabytes of all threads
 */
record Sample(double wallMillis, double cpuMillis, double allocatedMegabytes) {

  private static final double NANOS = 1e6;
  private static final double MEGABYTE = 1e6;

  /** What is measured. */
  @FunctionalInterface
  interface Run {
    void run() throws Exception;
  }

  static Sample of(Run run) throws Exception {
    var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long allocated = threads.getTotalThreadAllocatedBytes();
    long cpu = system.getProcessCpuTime();
    long wall = System.nanoTime();
    run.run();
    wall = System.nanoTime() - wall;
    cpu = system.getProcessCpuTime() - cpu;
    allocated = threads.getTotalThreadAllocatedBytes() - allocated;
    return new Sample(wall / NANOS, cpu / NANOS, allocated / MEGABYTE);
  }

  /** The middle one by a figure; of an even number the higher. */
  static double median(List<Sample> samples, ToDoubleFunction<Sample> figure) {
    return quantile(samples, figure, 0.5);
  }

  static double quantile(List<Sample> samples, ToDoubleFunction<Sample> figure, double share) {
    var sorted = new ArrayList<>(samples);
    sorted.sort(Comparator.comparingDouble(figure));
    int place = (int) Math.min(sorted.size() - 1, sorted.size() * share);
    return figure.applyAsDouble(sorted.get(place));
  }
}
