package dev.tidemark.testkit.contract;

import dev.tidemark.checkpoint.store.StatusStore;

/**
 * The contract of a {@link StatusStore}: extend it, and say which store to test.
 *
 * <pre>{@code
 * final class MyStatusStoreTest extends StatusStoreContract {
 *   private final StatusStore store = new MyStatusStore();
 *
 *   @Override
 *   public StatusStore store() {
 *     return store;
 *   }
 * }
 * }</pre>
 *
 * <p>Every test uses shards of its own, with names that nobody has used, so that a store may serve
 * many tests and hold other rows. Times of expiry are whole seconds: stores may round them up.
 */
public abstract class StatusStoreContract
    implements ClaimContract,
        BesideClaimContract,
        BatchRowContract,
        TakeOverContract,
        BatchPagingContract,
        RoundTripContract,
        StatusRaceContract {

  /** For subclasses. */
  protected StatusStoreContract() {}

  /** The store under test: the same one within a test, and safe for use by several threads. */
  @Override
  public abstract StatusStore store();
}
