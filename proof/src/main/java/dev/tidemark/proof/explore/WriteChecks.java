package dev.tidemark.proof.explore;

import dev.tidemark.checkpoint.BatchStatus;
import dev.tidemark.checkpoint.IndexSet;
import dev.tidemark.checkpoint.Position;
import dev.tidemark.checkpoint.store.BatchRow;
import dev.tidemark.checkpoint.store.Ownership;
import dev.tidemark.checkpoint.store.Progress;
import dev.tidemark.checkpoint.store.ShardRow;
import dev.tidemark.checkpoint.store.Slot;
import dev.tidemark.proof.Invariant;
import dev.tidemark.proof.explore.Written.News;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Looks at what a call wrote. What can be judged from the rows alone is judged here, once for each
 * state of the stores and call; the rest is told as {@link Written}.
 */
final class WriteChecks {

  private static final int MAX_BATCH_ROW_BYTES = 4_096;

  private final Scene scene;

  WriteChecks(Scene scene) {
    this.scene = scene;
  }

  Written look(Snapshot before, Snapshot after) {
    try {
      after.shard().ifPresent(row -> requireSound(before, after, row));
      var rows = new ArrayList<Written.Row>();
      int notBefore = 0;
      for (BatchRow row : after.batches()) {
        Optional<BatchRow> old = before.batch(row.claim());
        if (old.isEmpty() || !old.get().equals(row)) {
          notBefore = Math.max(notBefore, freeFrom(before, old, row));
          requireBounded(row);
          row(before, after, old, row).ifPresent(rows::add);
        }
      }
      return new Written(Optional.empty(), notBefore, rows);
    } catch (BreachException e) {
      return new Written(Optional.of(e.breach()), 0, List.of());
    }
  }

  private static void require(boolean holds, Invariant invariant, String message) {
    BreachException.require(holds, invariant, () -> message);
  }

  private void requireSound(Snapshot before, Snapshot after, ShardRow row) {
    require(
        row.slots().size() <= scene.scope().invocations(),
        Invariant.I10,
        "the shard row holds " + row.slots().size() + " slots");
    Optional<Position> old = before.shard().map(ShardRow::frontier);
    Optional<Position> highest =
        row.slots().stream()
            .map(slot -> slot.span().last())
            .reduce(Position::max)
            .map(last -> old.map(frontier -> Position.max(frontier, last)).orElse(last))
            .or(() -> old);
    require(
        highest.filter(row.frontier()::equals).isPresent(),
        Invariant.I3,
        "the frontier is not the last claimed record: " + row.frontier());
    for (Slot slot : before.shard().map(ShardRow::slots).orElse(List.of())) {
      require(
          row.slot(slot.claim()).isPresent() || after.batch(slot.claim()).isPresent(),
          Invariant.I3,
          "the claim " + slot.claim() + " is forgotten before it is recorded");
    }
  }

  private void requireBounded(BatchRow row) {
    Progress progress = row.progress();
    int bytes = 400 + progress.attempts().encode().size() + progress.succeeded().encode().size();
    require(
        bytes <= MAX_BATCH_ROW_BYTES, Invariant.I10, "a batch row of about " + bytes + " bytes");
  }

  /** From when on the row was free for this write. */
  private int freeFrom(Snapshot before, Optional<BatchRow> old, BatchRow row) {
    Ownership now = row.ownership();
    if (old.isEmpty()) {
      return now.owner().equals(row.claim())
          ? 0
          : before
              .shard()
              .flatMap(shard -> shard.slot(row.claim()))
              .map(slot -> Scene.seconds(slot.leaseUntil()))
              .orElse(0);
    }
    Ownership held = old.get().ownership();
    if (held.owner().equals(now.owner())) {
      boolean next = now.revision() == held.revision() + 1 && now.attempt() == held.attempt();
      require(next, Invariant.I3, "a write of " + now.owner() + " out of turn");
      return 0;
    }
    require(
        now.attempt() == held.attempt() + 1,
        Invariant.I3,
        now.owner() + " writes the row of " + held.owner());
    boolean free = old.get().status() != BatchStatus.IN_PROGRESS;
    return free ? 0 : Scene.seconds(held.leaseUntil());
  }

  private Optional<Written.Row> row(
      Snapshot before, Snapshot after, Optional<BatchRow> old, BatchRow row) {
    if (row.status() == BatchStatus.ABANDONED) {
      require(row.progress().finished() == 0, Invariant.I9, "a fence that says what is done");
      return Optional.empty();
    }
    List<Position> lines = after.lines(row);
    require(
        lines.size() == row.span().count() && lines.stream().allMatch(scene::hasRecord),
        Invariant.I1,
        "the payload of " + row.claim() + " holds " + lines + ", not its " + row.span().count());
    int finished = before.finished(scene);
    var news = new ArrayList<Written.Line>();
    for (int line = 0; line < lines.size(); line++) {
      boolean known = (finished >> scene.record(lines.get(line)) & 1) == 1;
      news.add(line(after, old.map(BatchRow::progress).orElse(Progress.NONE), row, line, known));
    }
    boolean changesHands =
        old.filter(held -> held.ownership().owner().equals(row.ownership().owner())).isEmpty();
    boolean givesBack = row.status() != BatchStatus.IN_PROGRESS;
    int writer = scene.invocation(row.ownership().owner()).orElseThrow();
    return Optional.of(new Written.Row(writer, news, changesHands, givesBack));
  }

  private Written.Line line(Snapshot after, Progress old, BatchRow row, int line, boolean known) {
    Position position = after.lines(row).get(line);
    Progress now = row.progress();
    News news = news(old, now, line, position);
    if (news == News.SUCCEEDED || news == News.EXHAUSTED) {
      require(!known, Invariant.I4, position + " is recorded as finished twice");
    }
    if (news == News.EXHAUSTED) {
      require(
          after.hasError(position),
          Invariant.I7,
          position + " is exhausted and its error is not to be read");
    }
    int before = old.attempts().of(line);
    int attempts = now.attempts().of(line);
    require(attempts >= before, Invariant.I6, position + " lost attempts it had used up");
    boolean alone = now.inFlight().lines().equals(IndexSet.of(line));
    boolean marked =
        alone
            && !(old.inFlight().lines().equals(now.inFlight().lines())
                && old.inFlight().attempt() == now.inFlight().attempt());
    return new Written.Line(scene.record(position), before, attempts, news, marked);
  }

  private static News news(Progress old, Progress now, int line, Position position) {
    if (old.isFinished(line)) {
      require(
          old.status(line) == now.status(line),
          Invariant.I7,
          position + " was finished and is not any more");
      return News.FINISHED_BEFORE;
    }
    if (!now.isFinished(line)) {
      return News.STILL_OPEN;
    }
    return now.exhausted().contains(line) ? News.EXHAUSTED : News.SUCCEEDED;
  }
}
