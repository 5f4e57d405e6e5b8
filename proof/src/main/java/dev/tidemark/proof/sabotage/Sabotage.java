package dev.tidemark.proof.sabotage;

import dev.tidemark.checkpoint.ClaimId;
import dev.tidemark.checkpoint.Delivery;
import dev.tidemark.checkpoint.Position;
import dev.tidemark.checkpoint.protocol.ProtocolSettings;
import dev.tidemark.checkpoint.protocol.RecordResult;
import dev.tidemark.checkpoint.protocol.Response;
import dev.tidemark.checkpoint.store.BatchRow;
import dev.tidemark.checkpoint.store.PayloadStore;
import dev.tidemark.checkpoint.store.StatusStore;
import java.time.Instant;
import java.util.Optional;

/**
 * What stands between an invocation and the rest of its world. Does nothing unless a method is
 * overridden. Stateless: what has to be remembered belongs to a store that is made for an
 * invocation.
 */
public interface Sabotage {

  /** No sabotage. */
  Sabotage NONE = new Sabotage() {};

  /** The id that the invocation gets. */
  default ClaimId id(ClaimId id) {
    return id;
  }

  /** What the invocation is told that it was delivered. */
  default Delivery delivery(Delivery delivery) {
    return delivery;
  }

  /** The settings that the invocation runs by. */
  default ProtocolSettings settings(ProtocolSettings settings) {
    return settings;
  }

  /** Until when the invocation believes it may run. */
  default Instant deadline(Instant deadline) {
    return deadline;
  }

  /** The status store that the invocation calls. */
  default StatusStore statuses(Rows rows) {
    return rows;
  }

  /** The payload store that the invocation calls. */
  default PayloadStore payloads(PayloadStore payloads, Surroundings around) {
    return payloads;
  }

  /**
   * What the invocation is told of a record.
   *
   * @param storeFailed whether a call to a store failed the invocation before
   */
  default RecordResult result(RecordResult result, boolean storeFailed) {
    return result;
  }

  /** The row with which an operator opens exhausted records again. */
  default BatchRow reopened(BatchRow open) {
    return open;
  }

  /** The position that the mapping is told, absent when all is said to be done. */
  default Optional<Position> answer(Delivery delivery, Response response) {
    return response.lowestUnfinished();
  }
}
