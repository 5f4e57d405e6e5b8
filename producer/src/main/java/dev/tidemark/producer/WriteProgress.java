package dev.tidemark.producer;

import java.util.List;
import java.util.Optional;

/**
 * Keeps a producer's write checkpoint. One that cannot be read or saved is told, and costs nothing
 * else: what was written before is counted as soon as it can be read.
 */
final class WriteProgress {

  private final String producer;
  private final ProducerParts parts;
  private long written;
  private boolean knowsEarlier;

  WriteProgress(String producer, ProducerParts parts) {
    this.producer = producer;
    this.parts = parts;
    knowEarlier();
  }

  /** Adds what earlier producers of this name have written, once. */
  private void knowEarlier() {
    if (knowsEarlier) {
      return;
    }
    try {
      written +=
          parts
              .checkpoints()
              .load(producer, parts.target().name())
              .map(WriteCheckpoint::records)
              .orElse(0L);
      knowsEarlier = true;
    } catch (RuntimeException e) {
      parts.listener().notSaved("the write checkpoint", e);
    }
  }

  /** These records were sent, and this became of them. */
  void wrote(List<OutgoingRecord> records, List<Delivery> deliveries) {
    knowEarlier();
    Optional<WriteCheckpoint> checkpoint = Optional.empty();
    for (int i = 0; i < records.size(); i++) {
      if (deliveries.get(i) instanceof Delivery.Written(TargetPosition position, int attempts)) {
        written++;
        checkpoint = Optional.of(checkpoint(position, records.get(i)));
      }
    }
    if (!knowsEarlier) {
      return; // a smaller number must not replace it
    }
    try {
      checkpoint.ifPresent(parts.checkpoints()::save);
    } catch (RuntimeException e) {
      parts.listener().notSaved("the write checkpoint", e);
    }
  }

  private WriteCheckpoint checkpoint(TargetPosition position, OutgoingRecord record) {
    return new WriteCheckpoint(
        producer,
        parts.target().name(),
        position,
        record.sourceTime(),
        written,
        parts.clock().instant());
  }
}
