package dev.tidemark.cli.operate;

import dev.tidemark.checkpoint.Bytes;
import dev.tidemark.checkpoint.SourceRecord;
import dev.tidemark.checkpoint.protocol.StoredBatch;
import dev.tidemark.checkpoint.store.PayloadStore;
import dev.tidemark.cli.UserException;
import dev.tidemark.engine.PayloadFormat;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/** The records of stored batches, in order of position. Thread-safe. */
final class StoredPayloads {

  private final PayloadStore payloads;

  StoredPayloads(PayloadStore payloads) {
    this.payloads = Objects.requireNonNull(payloads);
  }

  /**
   * All records of a batch.
   *
   * @throws UserException when the payload has gone, or is damaged
   */
  List<SourceRecord> of(StoredBatch batch) {
    Bytes payload =
        payloads
            .get(batch.key())
            .orElseThrow(
                () ->
                    new UserException(
                        "payload %s has just expired: run the same command again, without it"
                            .formatted(batch.key())));
    try {
      return PayloadFormat.decode(payload).stream()
          .sorted(Comparator.comparing(SourceRecord::position))
          .toList();
    } catch (IllegalArgumentException e) {
      throw new UserException(
          "payload %s cannot be read: %s".formatted(batch.key(), e.getMessage()), e);
    }
  }

  /** Those that arrived within a window. */
  List<SourceRecord> of(StoredBatch batch, ArrivalWindow window) {
    return of(batch).stream().filter(record -> window.contains(record.arrivedAt())).toList();
  }
}
