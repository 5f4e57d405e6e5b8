package dev.tidemark.checkpoint.protocol;

import dev.tidemark.checkpoint.BatchSpan;
import dev.tidemark.checkpoint.BatchStatus;
import dev.tidemark.checkpoint.ClaimId;
import dev.tidemark.checkpoint.Cut;
import dev.tidemark.checkpoint.Delivery;
import dev.tidemark.checkpoint.Manifest;
import dev.tidemark.checkpoint.Position;
import dev.tidemark.checkpoint.store.BatchRow;
import dev.tidemark.checkpoint.store.Slot;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * What an invocation does about a delivery of which something was claimed before: a pure function
 * of what was read.
 *
 * <p>A record is skipped only when a row says that it is finished, and belongs to a batch only when
 * the batch's manifest says so. In every case of doubt the record is left unfinished, so that the
 * mapping delivers it again.
 *
 * @param shares to whom each record belongs
 * @param batches the batches to come by, in the order that the shares name them; a fresh one is
 *     last
 * @param toAbandon claims that died without a payload, to be fenced before anything else
 */
record RedeliveryPlan(Shares shares, List<Acquisition> batches, List<BatchRow> toAbandon) {

  /** Everything that the decision depends on beside what was read. */
  record Situation(
      Delivery delivery,
      ClaimId me,
      Instant now,
      Instant leaseUntil,
      ProtocolSettings settings,
      Set<ClaimId> dead) {

    /** Whether an owner may still be at work. */
    boolean isLive(ClaimId owner, Instant leaseUntil) {
      return !dead.contains(owner) && now.isBefore(leaseUntil.plus(settings.clockSkew()));
    }
  }

  static RedeliveryPlan decide(Situation situation, Survey survey) {
    return new Decision(situation, survey).decide();
  }

  /** The decision while it is made. */
  private static final class Decision {
    private final Situation situation;
    private final Delivery delivery;
    private final Survey survey;
    private final Shares shares;
    private final List<Acquisition> batches = new ArrayList<>();
    private final List<BatchRow> toAbandon = new ArrayList<>();
    private int attempt = 1;

    Decision(Situation situation, Survey survey) {
      this.situation = situation;
      this.delivery = situation.delivery();
      this.survey = survey;
      this.shares = Shares.allFresh(delivery.size());
    }

    RedeliveryPlan decide() {
      for (BatchRow row : survey.batches()) {
        markFinished(row);
      }
      for (BatchRow row : survey.batches()) {
        shareUnfinished(row);
      }
      for (Slot slot : survey.openSlots(delivery, situation.me())) {
        survey
            .manifest(slot.claim())
            .ifPresentOrElse(manifest -> shareSlot(slot, manifest), () -> shareUnknown(slot));
      }
      carryAttemptsOfFences();
      claimTheRest();
      return new RedeliveryPlan(shares, List.copyOf(batches), List.copyOf(toAbandon));
    }

    private void markFinished(BatchRow row) {
      forEachMember(
          row,
          (index, line) -> {
            if (row.progress().isFinished(line)) {
              shares.finish(index);
            }
          });
    }

    private void shareUnfinished(BatchRow row) {
      boolean mine = row.ownership().owner().equals(situation.me());
      boolean inProgress = row.status() == BatchStatus.IN_PROGRESS;
      boolean held =
          inProgress
              && !mine
              && situation.isLive(row.ownership().owner(), row.ownership().leaseUntil());
      if (held || survey.lost().contains(row.claim())) {
        forEachMember(row, (index, line) -> shares.hold(index));
        return;
      }
      int batch = batches.size();
      forEachMember(row, (index, line) -> shares.give(index, batch, line));
      if (isShared(batch)) {
        batches.add(mine && inProgress ? new Acquisition.Mine(row) : new Acquisition.TakeOver(row));
      }
    }

    private void shareSlot(Slot slot, Manifest manifest) {
      if (situation.isLive(slot.claim(), slot.leaseUntil())) {
        forEachMember(manifest, (index, line) -> shares.hold(index));
        return;
      }
      int batch = batches.size();
      forEachMember(manifest, (index, line) -> shares.give(index, batch, line));
      if (isShared(batch)) {
        batches.add(
            new Acquisition.Adopt(
                SlotRows.adopted(
                    delivery.shard(),
                    slot,
                    situation.me(),
                    situation.leaseUntil(),
                    situation.now())));
      }
    }

    /** Without a manifest nobody can say which records of its range a claim holds. */
    private void shareUnknown(Slot slot) {
      if (situation.isLive(slot.claim(), slot.leaseUntil())) {
        for (int index = 0; index < delivery.size(); index++) {
          if (slot.span().covers(delivery.position(index)) && shares.isFresh(index)) {
            shares.hold(index);
          }
        }
      } else {
        toAbandon.add(
            SlotRows.fence(
                delivery.shard(), slot, situation.me(), situation.now(), situation.settings()));
        attempt = Math.max(attempt, slot.attempt() + 1);
      }
    }

    private void carryAttemptsOfFences() {
      for (BatchRow row : survey.rows()) {
        if (row.status() == BatchStatus.ABANDONED) {
          attempt = Math.max(attempt, row.ownership().attempt());
        }
      }
    }

    private void claimTheRest() {
      var blocked = new BlockedKeys(situation.settings().order());
      int batch = batches.size();
      int line = 0;
      int first = -1;
      int last = -1;
      for (int index = 0; index < delivery.size(); index++) {
        var record = delivery.records().get(index);
        if (shares.isHeld(index)) {
          blocked.block(record.partitionKey());
        } else if (shares.isFresh(index) && blocked.isBlocked(record.partitionKey())) {
          shares.hold(index);
        } else if (shares.isFresh(index)) {
          shares.give(index, batch, line++);
          first = first < 0 ? index : first;
          last = index;
        }
      }
      if (line > 0) {
        Instant arrivedAt = delivery.records().get(first).arrivedAt();
        var span =
            new BatchSpan(delivery.position(first), delivery.position(last), line, arrivedAt);
        batches.add(new Acquisition.Fresh(span, attempt));
      }
    }

    private boolean isShared(int batch) {
      for (int index = 0; index < shares.size(); index++) {
        if (shares.isOwned(index) && shares.batch(index) == batch) {
          return true;
        }
      }
      return false;
    }

    private void forEachMember(BatchRow row, Member member) {
      survey
          .manifest(row.claim())
          .ifPresentOrElse(
              manifest -> forEachMember(manifest, member), () -> forEachSameCut(row, member));
    }

    private void forEachMember(Manifest manifest, Member member) {
      for (int index = 0; index < delivery.size(); index++) {
        OptionalInt line = manifest.lineOf(delivery.position(index));
        if (line.isPresent()) {
          member.accept(index, line.getAsInt());
        }
      }
    }

    /**
     * A batch without a payload is recognised only when this delivery holds exactly its records
     * between its first and its last, both included; anything else counts as unknown and runs
     * again. As many records would not do: another filter may let other ones through.
     */
    private void forEachSameCut(BatchRow row, Member member) {
      Position first = row.span().first();
      int from = 0;
      while (from < delivery.size() && delivery.position(from).isBefore(first)) {
        from++;
      }
      int begin = from;
      int end = from + row.span().count();
      boolean same =
          end <= delivery.size()
              && row.span()
                  .cut()
                  .equals(Optional.of(Cut.of(delivery, at -> at >= begin && at < end)));
      for (int index = begin; same && index < end; index++) {
        member.accept(index, index - begin);
      }
    }

    private interface Member {
      void accept(int index, int line);
    }
  }
}
