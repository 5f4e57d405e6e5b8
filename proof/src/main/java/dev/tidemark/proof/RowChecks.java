package dev.tidemark.proof;

import dev.tidemark.checkpoint.BatchStatus;
import dev.tidemark.checkpoint.ClaimId;
import dev.tidemark.checkpoint.IndexSet;
import dev.tidemark.checkpoint.Position;
import dev.tidemark.checkpoint.RecordStatus;
import dev.tidemark.checkpoint.protocol.PayloadKeys;
import dev.tidemark.checkpoint.store.BatchRow;
import dev.tidemark.checkpoint.store.Ownership;
import dev.tidemark.checkpoint.store.Progress;
import dev.tidemark.checkpoint.store.ShardRow;
import dev.tidemark.checkpoint.store.Slot;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Looks at every row that is written, at the moment that it is. */
final class RowChecks {

  /** The most slots that a shard row may hold in a small world. */
  static final int MAX_SLOTS = 24;

  private static final int BYTES_A_SLOT = 120;
  private static final int MAX_BATCH_ROW_BYTES = 4_096;

  private final History history;
  private final Payloads payloads;
  private final UnlistedBatches unlisted;
  private final Leases leases;
  private final InstantSource trueTime;
  private final int maxAttempts;
  private final Map<ClaimId, Slot> slots = new HashMap<>();
  private final Map<ClaimId, Progress> handedOver = new HashMap<>();
  private final Set<ClaimId> withRow = new HashSet<>();
  private final Set<ClaimId> knownDead = new HashSet<>();

  /** The most slots that were seen in a row. */
  private int mostSlots;

  RowChecks(
      History history,
      Payloads payloads,
      UnlistedBatches unlisted,
      Leases leases,
      InstantSource trueTime,
      int maxAttempts) {
    this.unlisted = unlisted;
    this.leases = leases;
    this.history = history;
    this.payloads = payloads;
    this.trueTime = trueTime;
    this.maxAttempts = maxAttempts;
  }

  /** This owner has died, and its successor knows. */
  void died(ClaimId owner) {
    knownDead.add(owner);
  }

  int mostSlots() {
    return mostSlots;
  }

  private static void require(boolean holds, Invariant invariant, Supplier<String> message) {
    if (!holds) {
      throw new ViolationException(invariant, message.get());
    }
  }

  void shardChanged(Optional<ShardRow> before, ShardRow row, Optional<Slot> added) {
    row.slots().forEach(slot -> slots.put(slot.claim(), slot));
    added.ifPresent(slot -> leases.put(slot.claim(), slot.claim(), slot.leaseUntil()));
    mostSlots = Math.max(mostSlots, row.slots().size());
    if (row.slots().size() > MAX_SLOTS) {
      throw new ViolationException(
          Invariant.I10,
          "a shard row holds "
              + row.slots().size()
              + " slots, about "
              + row.slots().size() * BYTES_A_SLOT
              + " bytes");
    }
    if (before.isPresent() && row.frontier().isBefore(before.get().frontier())) {
      throw new ViolationException(Invariant.I3, "the frontier moves back to " + row.frontier());
    }
    Position highest =
        slots.values().stream()
            .filter(slot -> row.slots().contains(slot))
            .map(slot -> slot.span().last())
            .reduce(before.map(ShardRow::frontier).orElse(row.frontier()), Position::max);
    require(
        !row.frontier().isAfter(highest),
        Invariant.I3,
        () -> "the frontier is beyond every claim: " + row.frontier());
    require(
        !row.frontier().isBefore(highest),
        Invariant.I3,
        () -> "the frontier is below a claim: " + row.frontier());
    added.ifPresent(
        slot ->
            require(
                row.slots().contains(slot),
                Invariant.I3,
                () -> "no slot of the claim " + slot.claim()));
    for (Slot slot : before.map(ShardRow::slots).orElse(List.of())) {
      require(
          withRow.contains(slot.claim()) || row.slot(slot.claim()).isPresent(),
          Invariant.I3,
          () -> "the claim " + slot.claim() + " is forgotten before it is recorded");
    }
  }

  void batchChanged(Optional<BatchRow> before, BatchRow row) {
    withRow.add(row.claim());
    leases.put(row.ownership().owner(), row.claim(), row.ownership().leaseUntil());
    checkOwner(before, row);
    boolean changesHands =
        before.filter(old -> old.ownership().owner().equals(row.ownership().owner())).isEmpty();
    if (changesHands) {
      handedOver.put(row.claim(), before.map(BatchRow::progress).orElse(Progress.NONE));
    }
    int size = bytes(row);
    if (size > MAX_BATCH_ROW_BYTES) {
      throw new ViolationException(Invariant.I10, "a batch row of about " + size + " bytes");
    }
    if (row.status() == BatchStatus.ABANDONED) {
      require(row.progress().finished() == 0, Invariant.I9, () -> "a fence that says what is done");
    } else {
      checkLines(before, row);
    }
  }

  /** An operator has opened these lines again, and nothing else has changed. */
  void batchReopened(BatchRow before, BatchRow row, IndexSet lines) {
    checkOwner(Optional.of(before), row);
    List<Position> positions =
        payloads.lines(PayloadKeys.batch(row.shard(), row.claim(), row.span()));
    for (int line = 0; line < positions.size(); line++) {
      RecordHistory known = history.of(history.at(row.shard(), positions.get(line)).orElseThrow());
      boolean open = lines.contains(line);
      String which = "line " + line + " of " + row.claim();
      require(
          open
              ? known.exhausted && row.progress().status(line) == RecordStatus.PENDING
              : row.progress().status(line) == before.progress().status(line),
          Invariant.I7,
          () -> which + " is not as the redrive should leave it");
      if (open) {
        known.redrive();
      }
    }
    handedOver.put(row.claim(), row.progress());
  }

  private static int bytes(BatchRow row) {
    Progress progress = row.progress();
    return 400
        + progress.attempts().encode().size()
        + (progress.succeeded().bound() + progress.ignored().bound()) / 8
        + progress.exhausted().bound() / 8;
  }

  private void checkOwner(Optional<BatchRow> before, BatchRow row) {
    Ownership now = row.ownership();
    if (before.isEmpty()) {
      Slot slot = slots.get(row.claim());
      boolean first = now.owner().equals(row.claim());
      boolean over =
          slot == null
              || knownDead.contains(row.claim())
              || !trueTime.instant().isBefore(slot.leaseUntil());
      require(first || over, Invariant.I3, () -> row.claim() + " still has its lease");
      return;
    }
    Ownership old = before.get().ownership();
    if (old.owner().equals(now.owner())) {
      boolean next = now.revision() == old.revision() + 1 && now.attempt() == old.attempt();
      require(next, Invariant.I3, () -> "a write of " + now.owner() + " out of turn");
    } else {
      boolean free = before.get().status() != BatchStatus.IN_PROGRESS;
      boolean over =
          free || knownDead.contains(old.owner()) || !trueTime.instant().isBefore(old.leaseUntil());
      require(over, Invariant.I3, () -> old.owner() + " still has its lease on " + row.claim());
      require(
          now.attempt() == old.attempt() + 1,
          Invariant.I3,
          () -> now.owner() + " writes the row of " + old.owner());
    }
  }

  private void checkLines(Optional<BatchRow> before, BatchRow row) {
    List<Position> lines = lines(row);
    if (lines.size() != row.span().count()) {
      throw new ViolationException(
          Invariant.I1,
          "the payload of "
              + row.claim()
              + " has "
              + lines.size()
              + " lines of "
              + row.span().count());
    }
    Progress old = before.map(BatchRow::progress).orElse(Progress.NONE);
    for (int line = 0; line < lines.size(); line++) {
      Optional<WorldRecord> record = history.at(row.shard(), lines.get(line));
      if (record.isEmpty()) {
        throw new ViolationException(Invariant.I1, "no record at " + lines.get(line));
      }
      checkLine(record.get(), line, old, row);
    }
  }

  private List<Position> lines(BatchRow row) {
    List<Position> listed = payloads.lines(PayloadKeys.batch(row.shard(), row.claim(), row.span()));
    if (listed.isEmpty()) {
      return unlisted.lines(row);
    }
    unlisted.listed(row, listed);
    return listed;
  }

  private void checkLine(WorldRecord record, int line, Progress old, BatchRow row) {
    Progress now = row.progress();
    RecordHistory known = history.of(record);
    if (now.inFlight().lines().equals(IndexSet.of(line))) {
      known.loneMarks.add(new RecordHistory.LoneMark(row.claim(), now.inFlight().attempt()));
    }
    boolean finished = now.isFinished(line);
    if (old.isFinished(line)) {
      boolean same = old.status(line) == now.status(line);
      require(same, Invariant.I7, () -> record + " was finished and is not any more");
    } else if (finished) {
      finish(record, known, line, row);
    }
    int attempts = now.attempts().of(line);
    require(
        attempts <= known.chargeable(),
        Invariant.I6,
        () -> record + " is charged " + attempts + " attempts");
    int settled = old.attempts().of(line);
    boolean handover = row.status() != BatchStatus.IN_PROGRESS;
    int base = handedOver.getOrDefault(row.claim(), Progress.NONE).attempts().of(line);
    int due =
        handover && !old.isFinished(line) ? base + known.failuresOf(row.ownership().owner()) : base;
    require(
        attempts >= Math.max(settled, due),
        Invariant.I6,
        () -> record + " lost attempts it had used up");
  }

  private void finish(WorldRecord record, RecordHistory known, int line, BatchRow row) {
    require(known.mayFinish(), Invariant.I4, () -> record + " is recorded as finished twice");
    known.finish(history.step(), row.claim(), row.ownership().owner());
    known.exhausted = row.progress().exhausted().contains(line);
    if (!known.exhausted) {
      require(known.done, Invariant.I9, () -> record + " is recorded as done and never was");
      return;
    }
    int charged = known.chargeable();
    require(charged > 0, Invariant.I9, () -> record + " is exhausted and never failed");
    require(
        known.hopeless || charged >= maxAttempts,
        Invariant.I6,
        () -> record + " is exhausted after " + charged + " failures of " + maxAttempts);
    require(
        payloads.hasError(row.shard().shard(), record.source().position()),
        Invariant.I7,
        () -> record + " is exhausted and its error is not to be read");
  }
}
