package dev.tidemark.proof;

import dev.tidemark.checkpoint.BatchSpan;
import dev.tidemark.checkpoint.BatchStatus;
import dev.tidemark.checkpoint.ClaimId;
import dev.tidemark.checkpoint.Position;
import dev.tidemark.checkpoint.SourceRecord;
import dev.tidemark.checkpoint.protocol.PayloadPolicy;
import dev.tidemark.checkpoint.protocol.RecordResult;
import dev.tidemark.checkpoint.store.BatchRow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The batches that left no payload, which is right only where payloads are stored on failure and a
 * batch succeeded as a whole. No row and no object says which records such a batch holds; the world
 * knows it from what was delivered and run.
 *
 * <p>Here is the one exception that this policy makes from what is promised: a record that is done
 * in such batches alone may run again in a delivery in which none of them has the same cut.
 */
final class UnlistedBatches {

  private final History history;
  private final Map<ClaimId, Actor> onFailure = new HashMap<>();
  private final Map<ClaimId, Set<Position>> takenOver = new HashMap<>();
  private final Map<ClaimId, Unlisted> batches = new HashMap<>();

  private record Unlisted(BatchSpan span, List<Position> lines) {}

  UnlistedBatches(History history) {
    this.history = history;
  }

  int size() {
    return batches.size();
  }

  void began(Actor actor, PayloadPolicy policy) {
    switch (policy) {
      case ALWAYS -> onFailure.remove(actor.id);
      case ON_FAILURE -> onFailure.put(actor.id, actor);
    }
  }

  /** A row with a payload is written: what it lists is in no fresh batch of its owner. */
  void listed(BatchRow row, List<Position> lines) {
    if (!row.ownership().owner().equals(row.claim())) {
      takenOver.computeIfAbsent(row.ownership().owner(), key -> new HashSet<>()).addAll(lines);
    }
  }

  /**
   * The records of a batch whose row is written without a payload, in their order; none when there
   * has to be a payload.
   */
  List<Position> lines(BatchRow row) {
    Actor actor = onFailure.get(row.claim());
    boolean whole =
        row.status() == BatchStatus.SUCCEEDED
            && row.ownership().owner().equals(row.claim())
            && row.progress().exhausted().isEmpty()
            && row.progress().finished() == row.span().count();
    if (actor == null || !whole || !actor.shard.key.equals(row.shard())) {
      return List.of();
    }
    Set<Position> others = takenOver.getOrDefault(actor.id, Set.of());
    List<Position> lines =
        positionsWithin(row.span(), actor.delivered).stream()
            .filter(position -> !others.contains(position) && isDoneBy(actor, position))
            .toList();
    batches.put(row.claim(), new Unlisted(row.span(), lines));
    return lines;
  }

  /** Whether it came to a good end there, with no effects that would have to be committed. */
  private boolean isDoneBy(Actor actor, Position position) {
    RecordHistory known = history.of(history.at(actor.shard.key, position).orElseThrow());
    return known.runs.stream()
        .filter(run -> run.by.equals(actor.id))
        .anyMatch(
            run ->
                run.result instanceof RecordResult.Ignored
                    || (run.result instanceof RecordResult.Succeeded done
                        && done.effects().isEmpty()));
  }

  private static List<Position> positionsWithin(BatchSpan span, List<SourceRecord> delivered) {
    var within = new ArrayList<Position>();
    for (SourceRecord record : delivered) {
      if (span.covers(record.position())) {
        within.add(record.position());
      }
    }
    return within;
  }

  /** Whether a delivery has to tell, at this step, that a record of it is finished. */
  boolean isTold(RecordHistory known, List<SourceRecord> delivered, int step) {
    for (Map.Entry<ClaimId, Integer> finish : known.finishes.entrySet()) {
      if (finish.getValue() < step && isRecognised(finish.getKey(), delivered)) {
        return true;
      }
    }
    return false;
  }

  private boolean isRecognised(ClaimId batch, List<SourceRecord> delivered) {
    Unlisted unlisted = batches.get(batch);
    return unlisted == null || positionsWithin(unlisted.span(), delivered).equals(unlisted.lines());
  }
}
