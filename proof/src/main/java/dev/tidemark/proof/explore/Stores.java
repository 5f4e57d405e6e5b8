package dev.tidemark.proof.explore;

import dev.tidemark.checkpoint.protocol.Event;
import dev.tidemark.testkit.protocol.StoreAnswers;
import dev.tidemark.testkit.store.MemoryPayloadStore;
import dev.tidemark.testkit.store.MemoryStatusStore;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The states of the stores, each under a number, and what a call makes of them. A call is made once
 * in each state, by the code of the memory stores.
 */
final class Stores {

  /** The number of the empty stores. */
  static final int EMPTY = 0;

  private static final int CALL_BITS = 24;

  private final Scene scene;
  private final Calls calls;
  private final WriteChecks checks;
  private final Map<Snapshot, Integer> numbers = new HashMap<>();
  private final List<Store> stores = new ArrayList<>();
  private final Memo<Landed> landed = new Memo<>();

  /**
   * What a call did.
   *
   * @param store the state of the stores afterwards
   * @param happening what its sender is told
   * @param written what it wrote, if it wrote
   */
  record Landed(int store, int happening, @Nullable Written written) {}

  Stores(Scene scene, Calls calls) {
    this.scene = scene;
    this.calls = calls;
    this.checks = new WriteChecks(scene);
    number(new MemoryStatusStore(), new MemoryPayloadStore());
  }

  int size() {
    return stores.size();
  }

  Store get(int store) {
    return stores.get(store);
  }

  /** What becomes of the stores when a call lands. */
  Landed land(int store, int call) {
    long key = (long) store << CALL_BITS | call;
    Landed known = landed.find(key);
    return known != null ? known : landed.put(key, compute(store, call));
  }

  private Landed compute(int number, int call) {
    Store store = get(number);
    SentCall sent = calls.get(call);
    MemoryStatusStore statuses = store.statusesToWrite();
    MemoryPayloadStore payloads = store.payloadsToWrite();
    var rows = new OpenRows(statuses);
    var answers =
        new StoreAnswers(
            scene.sabotage().statuses(rows),
            scene.sabotage().payloads(payloads, scene.around(sent.delivered(), rows)));
    Event event = answers.make(sent.call());
    int next = number(statuses, payloads);
    Written written = next == number ? null : checks.look(store.snapshot(), get(next).snapshot());
    return new Landed(next, calls.answered(event, call), written);
  }

  private int number(MemoryStatusStore statuses, MemoryPayloadStore payloads) {
    Snapshot snapshot = Snapshot.of(statuses, payloads);
    Integer known = numbers.putIfAbsent(snapshot, stores.size());
    if (known != null) {
      return known;
    }
    stores.add(
        new Store(
            statuses, payloads, snapshot, snapshot.finished(scene), Leases.of(snapshot, scene)));
    return stores.size() - 1;
  }
}
