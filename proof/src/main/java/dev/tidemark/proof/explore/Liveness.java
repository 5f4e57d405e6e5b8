package dev.tidemark.proof.explore;

import dev.tidemark.checkpoint.ClaimId;
import dev.tidemark.checkpoint.Position;
import dev.tidemark.checkpoint.protocol.Response;
import dev.tidemark.proof.Invariant;
import dev.tidemark.testkit.protocol.InvocationDriver;
import dev.tidemark.testkit.store.MemoryPayloadStore;
import dev.tidemark.testkit.store.MemoryStatusStore;
import java.util.Optional;
import java.util.Set;

/**
 * Whether everything finishes once nothing goes wrong any more: from the stores as they are, with
 * all leases over, whole deliveries one after the other. Looked at once for each state of the
 * stores and each set of records that the mapping has moved past.
 */
final class Liveness {

  private static final int CALM_SECONDS = 3_600;
  private static final int RECORD_BITS = 6;

  private final Scene scene;
  private final Scope scope;
  private final Stores stores;
  private final Memo<Optional<Breach>> known = new Memo<>();

  Liveness(Scene scene, Stores stores) {
    this.scene = scene;
    this.scope = scene.scope();
    this.stores = stores;
  }

  /** How many different calm endings were looked at. */
  int size() {
    return known.size();
  }

  /**
   * @throws BreachException when something would not finish
   */
  void require(State state) {
    long key = (long) state.store() << RECORD_BITS | state.passed();
    Optional<Breach> found = known.find(key);
    BreachException.throwIf(
        found != null ? found : known.put(key, check(stores.get(state.store()), state.passed())));
  }

  private Optional<Breach> check(Store store, int passed) {
    MemoryStatusStore statuses = store.statusesToWrite();
    MemoryPayloadStore payloads = store.payloadsToWrite();
    try {
      for (int lane = 0; lane < scope.lanes(); lane++) {
        finish(scope.lane(lane), passed, lane, statuses, payloads);
      }
    } catch (BreachException e) {
      return Optional.of(e.breach());
    } catch (RuntimeException e) {
      return Optional.of(new Breach(Invariant.I11, "an invocation broke: " + e));
    }
    int open = scope.all() & ~Snapshot.of(statuses, payloads).finished(scene);
    return open == 0
        ? Optional.empty()
        : Optional.of(breach(Integer.numberOfTrailingZeros(open), " is never finished"));
  }

  private Breach breach(int record, String message) {
    return new Breach(
        Invariant.I11, scene.position(record) + message + ", though nothing goes wrong any more");
  }

  private void finish(
      int records, int passed, int lane, MemoryStatusStore statuses, MemoryPayloadStore payloads) {
    int rest = records & ~passed;
    for (int round = 0; rest != 0; round++) {
      int lowest = Integer.numberOfTrailingZeros(rest);
      if (round == bound(records)) {
        throw new BreachException(
            breach(lowest, " is not finished after " + round + " whole deliveries"));
      }
      var id = new ClaimId("calm-" + lane + "-" + round);
      Optional<Position> answer = deliver(id, rest, statuses, payloads);
      int named = answer.map(scene::record).orElse(Integer.SIZE - 1);
      rest &= -(1 << named);
    }
  }

  /** Each delivery uses up an attempt of every record that fails and does not wait for another. */
  private int bound(int records) {
    int failing = 0;
    for (int r = 0; r < scope.records().size(); r++) {
      boolean fails = scope.records().get(r).ending() == Scope.Ending.FAILS;
      failing += fails && (records >> r & 1) == 1 ? 1 : 0;
    }
    return Math.max(1, failing * scope.maxAttempts());
  }

  private Optional<Position> deliver(
      ClaimId id, int records, MemoryStatusStore statuses, MemoryPayloadStore payloads) {
    var rows = new OpenRows(statuses);
    var driver =
        new InvocationDriver(
            scene.invocation(scene.sabotage().id(id), records, CALM_SECONDS, Set.of()),
            scene.sabotage().statuses(rows),
            scene.sabotage().payloads(payloads, scene.around(records, rows)),
            () -> Scene.time(CALM_SECONDS));
    Response response =
        driver.runToEnd(
            start ->
                scene
                    .sabotage()
                    .result(scene.result(scene.record(start.record().position())), false));
    return scene.sabotage().answer(scene.told(records), response);
  }
}
