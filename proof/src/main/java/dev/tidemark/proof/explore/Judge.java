package dev.tidemark.proof.explore;

import dev.tidemark.checkpoint.Position;
import dev.tidemark.checkpoint.protocol.Response;
import dev.tidemark.proof.Invariant;
import java.util.Optional;

/** Looks at every write, every start and every response, at the moment of it. */
final class Judge {

  private final Scene scene;
  private final Scope scope;

  Judge(Scene scene) {
    this.scene = scene;
    this.scope = scene.scope();
  }

  private static boolean has(int bits, int bit) {
    return (bits >> bit & 1) == 1;
  }

  private void require(boolean holds, Invariant invariant, int record, String message) {
    BreachException.require(holds, invariant, () -> scene.position(record) + " " + message);
  }

  /** Whether what was written is what happened. */
  void written(Written written, State state) {
    BreachException.throwIf(written.breach());
    BreachException.require(
        written.notBefore() <= state.seconds(),
        Invariant.I3,
        () -> "a batch is taken whose owner still has its lease");
    for (Written.Row row : written.rows()) {
      for (Written.Line line : row.lines()) {
        if (line.news() != Written.News.FINISHED_BEFORE) {
          line(row, line, state);
        }
      }
    }
  }

  private void line(Written.Row row, Written.Line line, State state) {
    int record = line.record();
    if (line.markedAlone()) {
      state.mark(record);
    }
    boolean fails = scope.records().get(record).ending() == Scope.Ending.FAILS;
    int failures = fails ? Integer.bitCount(state.failedBy(record)) : 0;
    int chargeable = failures + state.marks(record);
    switch (line.news()) {
      case SUCCEEDED ->
          require(
              has(state.doneBy(record), row.writer()),
              Invariant.I9,
              record,
              "is recorded as done by one that did not do it");
      case EXHAUSTED -> requireAttempts(record, chargeable);
      case STILL_OPEN, FINISHED_BEFORE -> {}
    }
    require(line.attempts() <= chargeable, Invariant.I6, record, "is charged too many attempts");
    if (fails) {
      if (row.changesHands()) {
        state.charged(record, line.before());
      }
      int own = row.givesBack() && has(state.failedBy(record), row.writer()) ? 1 : 0;
      require(
          line.attempts() >= state.charged(record) + own,
          Invariant.I6,
          record,
          "lost attempts it had used up");
    }
  }

  private void requireAttempts(int record, int chargeable) {
    require(chargeable > 0, Invariant.I9, record, "is exhausted and never failed");
    require(
        chargeable >= scope.maxAttempts(),
        Invariant.I6,
        record,
        "is exhausted after " + chargeable + " failures of " + scope.maxAttempts());
  }

  /** Whether an invocation may start these records. */
  void started(int invocation, int starts, Store store, State state) {
    for (int r = 0; r < scope.records().size(); r++) {
      if (has(starts, r)) {
        startedOne(invocation, r, store, state);
      }
    }
  }

  private void startedOne(int invocation, int record, Store store, State state) {
    require(
        !has(store.finished(), record),
        Invariant.I2,
        record,
        "starts although it is recorded as finished");
    require(
        state.seconds() < store.leases().until(invocation, record),
        Invariant.I3,
        record,
        "starts without a lease");
    int before = scope.before(record) & ~store.finished();
    for (int r = 0; r < record; r++) {
      require(
          !has(before, r) || state.doneBy(r) != 0,
          Invariant.I5,
          record,
          "starts although " + scene.position(r) + " is open");
    }
  }

  /** Whether a response is true; gives the records that it lets the mapping move past, as bits. */
  int responded(Beginning beginning, Response response, Store store, State state) {
    int delivered = beginning.delivered();
    Optional<Position> answer = scene.sabotage().answer(scene.told(delivered), response);
    int named = answer.filter(scene::hasRecord).map(scene::record).orElse(scope.records().size());
    BreachException.require(
        answer.isEmpty() || has(delivered, named),
        Invariant.I8,
        () -> "the response names " + answer + ", not delivered");
    int passed = delivered & ((1 << named) - 1);
    int open = passed & ~store.finished();
    if (open != 0) {
      int first = Integer.numberOfTrailingZeros(open);
      require(false, Invariant.I8, first, "is passed over by the response and not finished");
    }
    boolean all = response.trouble().isEmpty() && response.tally().notStarted() == 0;
    boolean stale = answer.isPresent() && has(state.finishedBefore(beginning.invocation()), named);
    BreachException.require(
        !(all && stale), Invariant.I8, () -> "the response names " + answer + ", long finished");
    requireSum(response.tally(), Integer.bitCount(delivered));
    return passed;
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
    BreachException.require(
        sum == size, Invariant.I8, () -> "the tally does not add up to " + size + ": " + tally);
  }

  /** The invocations whose claims a response says to be recorded, as bits. */
  int recorded(Response response) {
    return response.recorded().stream()
        .mapToInt(claim -> 1 << scene.invocation(claim).orElseThrow())
        .reduce(0, (a, b) -> a | b);
  }
}
