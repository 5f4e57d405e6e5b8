package dev.tidemark.cli.demo;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What came of a run of the demo.
 *
 * @param plan what was put
 * @param audit what became of it
 * @param traffic what it took
 * @param exhausted the records that were given up
 * @param seconds from the first put to the last record
 */
record DemoReport(
    DemoPlan plan, Audit audit, Traffic traffic, List<ExhaustedLine> exhausted, double seconds) {

  DemoReport {
    exhausted = List.copyOf(exhausted);
  }

  /**
   * What a run took.
   *
   * @param invocations of the function
   * @param coldStarts processes of the function that were started
   * @param timeouts invocations that were killed at their deadline
   * @param crashes invocations whose process died
   * @param delivered records in all invocations together
   * @param batches how many batches have which status
   * @param requests requests to the stores, by kind
   */
  record Traffic(
      long invocations,
      long coldStarts,
      long timeouts,
      long crashes,
      long delivered,
      Map<String, Integer> batches,
      Map<String, Long> requests) {
    Traffic {
      batches = new TreeMap<>(batches);
      requests = new TreeMap<>(requests);
    }

    int batchCount() {
      return batches.values().stream().mapToInt(Integer::intValue).sum();
    }

    long requests(String kind) {
      return requests.getOrDefault(kind, 0L);
    }

    double writesPerBatch() {
      return perBatch(requests(StoreTraffic.CHECKPOINT_WRITES));
    }

    double putsPerBatch() {
      return perBatch(requests(StoreTraffic.PAYLOAD_PUTS));
    }

    private double perBatch(long count) {
      return batchCount() == 0 ? 0 : Math.round(100.0 * count / batchCount()) / 100.0;
    }
  }

  /**
   * A record that was given up.
   *
   * @param name the quake, or what it is instead
   * @param position its sequence number
   * @param attempts how many it used up
   * @param error its last error in one line
   * @param payload where its bytes and its error lie
   */
  record ExhaustedLine(String name, String position, int attempts, String error, String payload) {}

  /** Whether every record is accounted for, none lost, none done again after it was recorded. */
  boolean isFine() {
    return audit.findings().isEmpty() && audit.lost() == 0 && audit.doubled() == 0;
  }

  /**
   * Deliveries of records that started nothing: finished before, held, or waiting for their key.
   */
  long redeliveriesSkipped() {
    return Math.max(0, traffic.delivered() - audit.allStarts());
  }
}
