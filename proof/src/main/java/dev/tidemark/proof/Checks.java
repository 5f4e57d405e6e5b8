package dev.tidemark.proof;

import dev.tidemark.checkpoint.ClaimId;
import dev.tidemark.checkpoint.Position;
import dev.tidemark.checkpoint.SequenceNumber;
import dev.tidemark.checkpoint.SourceRecord;
import dev.tidemark.checkpoint.protocol.PayloadPolicy;
import dev.tidemark.checkpoint.protocol.ProtocolSettings;
import dev.tidemark.checkpoint.protocol.RecordStart;
import dev.tidemark.checkpoint.protocol.Response;
import dev.tidemark.mapping.Command;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Looks at every start, every response and every move of the mapping, at the moment of it. */
final class Checks {

  private final History history;
  private final ProtocolSettings settings;
  private final Leases leases;
  private final Map<ClaimId, Actor> actors = new HashMap<>();
  private final UnlistedBatches unlisted;

  Checks(History history, ProtocolSettings settings, Leases leases) {
    this.leases = leases;
    this.history = history;
    this.settings = settings;
    this.unlisted = new UnlistedBatches(history);
  }

  UnlistedBatches unlisted() {
    return unlisted;
  }

  private static ViolationException violation(Invariant invariant, String message) {
    return new ViolationException(invariant, message);
  }

  void began(Actor actor, PayloadPolicy policy) {
    actors.put(actor.id, actor);
    unlisted.began(actor, policy);
  }

  WorldRecord record(Actor actor, SourceRecord source) {
    return history
        .at(actor.shard.key, source.position())
        .orElseThrow(() -> violation(Invariant.I9, "no such record: " + source.position()));
  }

  void started(Actor actor, List<RecordStart> starts) {
    for (RecordStart start : starts) {
      history.started(record(actor, start.record()), actor.id);
    }
    for (RecordStart start : starts) {
      WorldRecord record = record(actor, start.record());
      RecordHistory known = history.of(record);
      if (!actor.isInTime() || !leases.someLive(actor.id, actor.worker.clock.instant())) {
        throw violation(Invariant.I3, actor.id + " starts " + record + " without a lease");
      }
      if (known.isFinished()) {
        if (unlisted.isTold(known, actor.delivered, Integer.MAX_VALUE)) {
          throw violation(Invariant.I2, record + " starts although it is recorded as finished");
        }
        known.runsAgain(actor.id);
      }
      if (start.attempt() > settings.maxAttempts()) {
        throw violation(Invariant.I6, record + " starts for attempt " + start.attempt());
      }
      requireAlone(actor, record, known);
      requireTurn(actor, record);
    }
  }

  private void requireAlone(Actor actor, WorldRecord record, RecordHistory known) {
    for (RecordHistory.Run run : known.runs) {
      if (run.endedAt == Integer.MAX_VALUE && !run.by.equals(actor.id)) {
        Actor other = actors.get(run.by);
        if (other != null
            && other.isInTime()
            && leases.allLive(other.id, other.worker.clock.instant())) {
          throw violation(
              Invariant.I3, record + " runs in " + run.by + " and in " + actor.id + " at once");
        }
      }
    }
  }

  /** A record that an operator has run again comes out of turn. */
  private void requireTurn(Actor actor, WorldRecord record) {
    if (history.of(record).redriven) {
      return;
    }
    for (WorldRecord earlier : record.before()) {
      if (!history.isOver(earlier) && !together(actor, earlier)) {
        throw violation(Invariant.I5, record + " starts although " + earlier + " is open");
      }
    }
  }

  private boolean together(Actor actor, WorldRecord earlier) {
    return settings.groupSize() > 1 && history.of(earlier).openRun(actor.id).isPresent();
  }

  void died(Actor actor) {
    for (SourceRecord source : actor.delivered) {
      RecordHistory known = history.of(record(actor, source));
      known.openRun(actor.id).ifPresent(run -> run.endedAt = history.step());
    }
  }

  void responded(Actor actor, Response response, Optional<Position> answer) {
    List<SourceRecord> delivered = actor.delivered;
    int lowest = delivered.size();
    for (int i = 0; i < delivered.size() && answer.isPresent(); i++) {
      lowest = delivered.get(i).position().equals(answer.get()) ? i : lowest;
    }
    if (answer.isPresent() && lowest == delivered.size()) {
      throw violation(Invariant.I8, "the response names " + answer.get() + ", not delivered");
    }
    for (int i = 0; i < lowest; i++) {
      WorldRecord record = record(actor, delivered.get(i));
      if (!history.of(record).isSettled()) {
        throw violation(Invariant.I8, "the response passes over " + record);
      }
    }
    boolean all = response.trouble().isEmpty() && response.tally().notStarted() == 0;
    if (all && lowest < delivered.size()) {
      WorldRecord record = record(actor, delivered.get(lowest));
      RecordHistory known = history.of(record);
      if (known.isFinished() && unlisted.isTold(known, actor.delivered, actor.startedAt)) {
        throw violation(Invariant.I8, "the response names " + record + ", long finished");
      }
    }
    requireSum(response.tally(), delivered.size());
  }

  private static void requireSum(Response.Tally tally, int size) {
    int sum =
        tally.succeeded()
            + tally.ignored()
            + tally.exhausted()
            + tally.failed()
            + tally.alreadyFinished()
            + tally.heldByOthers()
            + tally.notStarted()
            + tally.unrecorded();
    if (sum != size) {
      throw violation(Invariant.I8, "the tally does not add up to " + size + ": " + tally);
    }
  }

  void moved(WorldShard shard, Command.MovePast move) {
    boolean done = move.fate() == Command.Fate.SUCCEEDED;
    for (SequenceNumber number : move.records()) {
      for (WorldRecord part : shard.partsOf(number)) {
        RecordHistory known = history.of(part);
        known.movedPast = true;
        known.givenUpByMapping |= !done;
        if (done && !known.isSettled()) {
          throw violation(Invariant.I1, "the mapping moved past " + part + ", not finished");
        }
      }
    }
  }

  /** Every record that succeeded has had its effect, and no other has. */
  void effectsApplied(Map<String, Long> counters) {
    for (WorldRecord record : history.records()) {
      boolean due = history.of(record).succeeded();
      boolean applied = counters.containsKey(Extras.counter(record));
      if (due != applied) {
        throw violation(
            Invariant.I4,
            record
                + (due ? " succeeded without its effect" : " had its effect and did not succeed"));
      }
    }
  }

  /** What has to hold once everything is over. */
  void over() {
    for (WorldRecord record : history.records()) {
      RecordHistory known = history.of(record);
      if (!known.isFinished() && !known.givenUpByMapping) {
        throw violation(Invariant.I11, record + " never finished");
      }
    }
    new LinearChecker(history, settings).check();
  }
}
