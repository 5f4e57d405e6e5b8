package dev.tidemark.cli.chaos;

import dev.tidemark.local.Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What came of a chaos run.
 *
 * @param options what it was about
 * @param kills how many processes were killed
 * @param audit what became of the records
 * @param totals what became of the accounts
 * @param recovery what became of the shards
 * @param left records that the mapping was not past when patience ended
 * @param traffic what it took
 */
record ChaosReport(
    ChaosOptions options,
    int kills,
    ChaosAudit audit,
    Totals totals,
    Recovery recovery,
    long left,
    Traffic traffic) {

  /**
   * What a run took.
   *
   * @param pace how fast it was
   * @param copies records that a put left on the stream once more
   * @param processes of the function that were started
   * @param ends how many invocations ended in which way
   * @param requests how many each store answered
   * @param faults how often each happened
   * @param latestProblem the latest that the mapping had to say
   */
  record Traffic(
      Pace pace,
      int copies,
      long processes,
      Map<String, Long> ends,
      Map<String, Long> requests,
      Map<Fault, Long> faults,
      String latestProblem) {
    Traffic {
      ends = Map.copyOf(ends);
      requests = Map.copyOf(requests);
      faults = Map.copyOf(faults);
    }
  }

  /**
   * How fast it was.
   *
   * @param seconds from the first put to the last record
   * @param delivered records in all invocations together
   */
  record Pace(double seconds, long delivered) {}

  /** How many times a shard stood still for too long; one more when it never came to its end. */
  int stuck() {
    return recovery.standstills().size() + (left > 0 ? 1 : 0);
  }

  /** Records a second, kills and recoveries included. */
  long recordsPerSecond() {
    return Math.round(options.records() / Math.max(0.001, traffic.pace().seconds()));
  }

  /** One line for everything that is not as it has to be. */
  List<String> findings() {
    var all = new ArrayList<String>(audit.findings());
    all.addAll(totals.findings());
    all.addAll(recovery.standstills());
    if (left > 0) {
      all.add("%d records are not through: stuck; %s".formatted(left, traffic.latestProblem()));
    }
    if (kills < options.kills()) {
      all.add("only %d of %d kills found a process in time".formatted(kills, options.kills()));
    }
    return all;
  }

  boolean isFine() {
    return findings().isEmpty();
  }
}
