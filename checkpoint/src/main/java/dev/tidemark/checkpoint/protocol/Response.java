package dev.tidemark.checkpoint.protocol;

import dev.tidemark.checkpoint.ClaimId;
import dev.tidemark.checkpoint.Position;
import dev.tidemark.checkpoint.store.StoreException;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * How an invocation ends.
 *
 * @param lowestUnfinished the lowest position of the delivery that is not recorded as finished;
 *     absent when all of it is. The mapping has to deliver again from here.
 * @param tally what became of the records
 * @param trouble the store failure that kept records from being finished, if there was one
 * @param recorded claims whose outcome is known to be recorded in a batch row, so that the next
 *     claim may remove their slots
 */
public record Response(
    Optional<Position> lowestUnfinished,
    Tally tally,
    Optional<StoreTrouble> trouble,
    Set<ClaimId> recorded) {

  public Response {
    Objects.requireNonNull(lowestUnfinished);
    Objects.requireNonNull(tally);
    Objects.requireNonNull(trouble);
    recorded = Set.copyOf(recorded);
  }

  /**
   * What became of the records of the delivery; the numbers add up to its size.
   *
   * @param succeeded processed by this invocation and recorded
   * @param ignored skipped by the handler in this invocation and recorded
   * @param exhausted given up by this invocation and recorded
   * @param failed failed in this invocation, to be tried again
   * @param alreadyFinished finished by an earlier invocation, not started
   * @param heldByOthers in the hands of another invocation, not started
   * @param notStarted held back by order, by the time left or by a store failure
   * @param unrecorded run by this invocation, but the outcome could not be recorded
   */
  public record Tally(
      int succeeded,
      int ignored,
      int exhausted,
      int failed,
      int alreadyFinished,
      int heldByOthers,
      int notStarted,
      int unrecorded) {}

  /** A store failure, for a person. */
  public record StoreTrouble(StoreException.Kind kind, String message) {
    public StoreTrouble {
      Objects.requireNonNull(kind);
      Objects.requireNonNull(message);
    }
  }
}
