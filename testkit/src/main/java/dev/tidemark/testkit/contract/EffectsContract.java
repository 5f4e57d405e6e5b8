package dev.tidemark.testkit.contract;

import dev.tidemark.checkpoint.store.Effects;
import dev.tidemark.checkpoint.store.StatusStore;

/**
 * The contract of a {@link StatusStore} that commits effects, beside {@link StatusStoreContract}:
 * extend it, and say which store to test, how to make effects for it and how to see what they did.
 *
 * <pre>{@code
 * final class MyEffectsTest extends EffectsContract {
 *   private final MyStatusStore store = new MyStatusStore();
 *
 *   @Override
 *   public StatusStore store() {
 *     return store;
 *   }
 *
 *   @Override
 *   public Effects count(String... counters) {
 *     return MyEffects.addOneTo(counters);
 *   }
 *   ...
 * }
 * }</pre>
 *
 * <p>Every test uses shards and counters of its own, with names that nobody has used.
 */
public abstract class EffectsContract
    implements CommitContract, RefusedEffectsContract, EffectRaceContract {

  /** For subclasses. */
  protected EffectsContract() {}

  /** The store under test: the same one within a test, and safe for use by several threads. */
  @Override
  public abstract StatusStore store();

  /** Effects that add one to each of these counters, each a write of its own. */
  @Override
  public abstract Effects count(String... counters);

  /** The same, of which each write is refused when its counter was counted before. */
  @Override
  public abstract Effects countOnce(String... counters);

  /** How often this was counted; 0 when it never was. */
  @Override
  public abstract long counted(String counter);
}
