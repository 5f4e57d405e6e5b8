package dev.tidemark.cli.chaos;

import dev.tidemark.checkpoint.RecordStatus;
import dev.tidemark.cli.chaos.function.EffectLine;
import dev.tidemark.cli.stack.CheckpointView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Holds what was put on the stream against the checkpoints, their history and the effects.
 *
 * @param lost records that did not succeed, or succeeded without their effect
 * @param doubled records that were processed again after they were recorded as finished
 * @param repeated runs beyond the first of records that no checkpoint knew yet: the gap between an
 *     effect and its checkpoint that a crash or a failing store leaves
 * @param findings one line for each that is lost or doubled
 */
record ChaosAudit(int lost, int doubled, int repeated, List<String> findings) {

  ChaosAudit {
    findings = List.copyOf(findings);
  }

  /**
   * @param put what is on the stream
   * @param checkpoints what is recorded in the end
   * @param finishedAt when each record was recorded as finished
   * @param effects what the function did
   */
  static ChaosAudit of(
      List<Place> put,
      CheckpointView checkpoints,
      Map<Place, Instant> finishedAt,
      List<EffectLine> effects) {
    var auditor = new Auditor(finishedAt, effects);
    put.forEach(place -> auditor.look(place, checkpoints.of(place.shard(), place.position())));
    return auditor.audit();
  }

  private static final class Auditor {
    private final Map<Place, Instant> finishedAt;
    private final Map<Place, List<EffectLine>> effects = new HashMap<>();
    private final List<String> findings = new ArrayList<>();
    private int lost;
    private int doubled;
    private int repeated;

    Auditor(Map<Place, Instant> finishedAt, List<EffectLine> effects) {
      this.finishedAt = finishedAt;
      for (EffectLine line : effects) {
        this.effects
            .computeIfAbsent(new Place(line.shard(), line.position()), any -> new ArrayList<>(1))
            .add(line);
      }
    }

    void look(Place place, Optional<CheckpointView.Recorded> recorded) {
      List<EffectLine> runs = effects.getOrDefault(place, List.of());
      RecordStatus status = recorded.map(r -> r.status()).orElse(RecordStatus.PENDING);
      if (status != RecordStatus.SUCCEEDED) {
        lost++;
        findings.add(place + " is " + status + ", expected SUCCEEDED: lost");
      } else if (runs.isEmpty()) {
        lost++;
        findings.add(place + " is SUCCEEDED and was never processed: lost");
      }
      long late = runs.stream().filter(run -> isLate(place, run)).count();
      if (late > 0) {
        doubled++;
        findings.add(doubled(place, runs));
      }
      repeated += (int) Math.max(0, runs.size() - 1 - late);
    }

    private boolean isLate(Place place, EffectLine run) {
      return Optional.ofNullable(finishedAt.get(place)).filter(run.at()::isAfter).isPresent();
    }

    private String doubled(Place place, List<EffectLine> runs) {
      return "%s was recorded as finished at %s and processed at %s: doubled"
          .formatted(
              place,
              finishedAt.get(place),
              runs.stream().map(run -> run.at() + " by " + run.requestId()).toList());
    }

    ChaosAudit audit() {
      return new ChaosAudit(lost, doubled, repeated, findings);
    }
  }
}
