package dev.tidemark.cli.demo;

import dev.tidemark.checkpoint.RecordStatus;
import dev.tidemark.cli.stack.CheckpointView;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Holds what was put on the stream against what the checkpoints and the example's table say.
 *
 * @param statuses how many records have which status
 * @param starts how many attempts were counted, a number of records each
 * @param findings one line for each record that did not end as it had to
 * @param lost records that are not finished, or finished without their effect
 * @param doubled records whose effect happened again after it was recorded
 */
record Audit(
    Map<RecordStatus, Integer> statuses,
    Map<Integer, Integer> starts,
    List<String> findings,
    int lost,
    int doubled) {

  Audit {
    statuses = Map.copyOf(statuses);
    starts = Map.copyOf(starts);
    findings = List.copyOf(findings);
  }

  int count(RecordStatus status) {
    return statuses.getOrDefault(status, 0);
  }

  /** All attempts that were counted. */
  int allStarts() {
    return starts.entrySet().stream().mapToInt(e -> e.getKey() * e.getValue()).sum();
  }

  /**
   * @param records what was put
   * @param checkpoints what the checkpoints say
   * @param quakes what the example wrote
   * @param died the invocations that timed out or whose process died: what they had begun may
   *     rightly have begun again
   */
  static Audit of(
      List<PutRecord> records, CheckpointView checkpoints, QuakeView quakes, Set<String> died) {
    var auditor = new Auditor(checkpoints, quakes, died);
    records.forEach(auditor::look);
    auditor.compareTotals();
    return auditor.audit();
  }

  private static final class Auditor {
    private final CheckpointView checkpoints;
    private final QuakeView quakes;
    private final Set<String> died;
    private final Map<RecordStatus, Integer> statuses = new EnumMap<>(RecordStatus.class);
    private final Map<Integer, Integer> starts = new TreeMap<>();
    private final Map<String, Integer> expectedTotals = new HashMap<>();
    private final List<String> findings = new ArrayList<>();
    private int lost;
    private int doubled;

    Auditor(CheckpointView checkpoints, QuakeView quakes, Set<String> died) {
      this.checkpoints = checkpoints;
      this.quakes = quakes;
      this.died = died;
    }

    void look(PutRecord record) {
      Optional<CheckpointView.Recorded> recorded =
          checkpoints.of(record.shard(), record.position());
      RecordStatus status = recorded.map(r -> r.status()).orElse(RecordStatus.PENDING);
      statuses.merge(status, 1, Integer::sum);
      if (!status.isFinished()) {
        lost++;
        findings.add(name(record) + " is " + status + ": lost");
        return;
      }
      int failed = recorded.map(r -> r.failedAttempts()).orElse(0);
      starts.merge(status == RecordStatus.EXHAUSTED ? failed : failed + 1, 1, Integer::sum);
      if (!status.name().equals(record.planned().expected().name())) {
        lost++;
        findings.add(name(record) + " is " + status + ", expected " + record.planned().expected());
      }
      record.planned().quakeId().ifPresent(id -> lookAtEffect(record, id));
    }

    private void lookAtEffect(PutRecord record, String quakeId) {
      boolean expected = record.planned().expected() == PlannedRecord.Expected.SUCCEEDED;
      boolean there = quakes.runs().containsKey(quakeId);
      if (expected) {
        expectedTotals.merge(record.planned().partitionKey(), 1, Integer::sum);
      }
      if (expected && !there) {
        lost++;
        findings.add(name(record) + " is SUCCEEDED without its effect: lost");
      }
      long completed = quakes.completedRuns(quakeId, died);
      if (completed > 1 || (there && !expected)) {
        doubled++;
        findings.add(name(record) + " took effect " + completed + " times: doubled");
      }
    }

    void compareTotals() {
      var networks = new TreeMap<>(expectedTotals);
      quakes.totals().keySet().forEach(network -> networks.putIfAbsent(network, 0));
      networks.forEach(
          (network, expected) -> {
            int total = quakes.totals().getOrDefault(network, 0);
            if (total != expected) {
              findings.add(
                  "network %s counts %d quakes, expected %d".formatted(network, total, expected));
              lost += Math.max(0, expected - total);
              doubled += Math.max(0, total - expected);
            }
          });
    }

    private static String name(PutRecord record) {
      return record.planned().quakeId().map(id -> "quake " + id).orElse("the record")
          + " at "
          + record.shard()
          + " "
          + record.position();
    }

    Audit audit() {
      return new Audit(statuses, starts, findings, lost, doubled);
    }
  }
}
