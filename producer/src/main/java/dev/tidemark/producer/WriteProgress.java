package dev.tidemark.producer;

import java.util.List;
import java.util.Optional;

/**
 * Keeps a producer's write checkpoint. One that cannot be saved is told, and costs nothing else.
 */
final class WriteProgress {

  private final String producer;
  private final ProducerParts parts;
  private long written;

  WriteProgress(String producer, ProducerParts parts) {
    this.producer = producer;
    this.parts = parts;
    this.written = load().map(WriteCheckpoint::records).orElse(0L);
  }

  private Optional<WriteCheckpoint> load() {
    try {
      return parts.checkpoints().load(producer, parts.target().name());
    } catch (RuntimeException e) {
      parts.listener().notSaved("the write checkpoint", e);
      return Optional.empty();
    }
  }

  /** These records were sent, and this became of them. */
  void wrote(List<OutgoingRecord> records, List<Delivery> deliveries) {
    Optional<WriteCheckpoint> checkpoint = Optional.empty();
    for (int i = 0; i < records.size(); i++) {
      if (deliveries.get(i) instanceof Delivery.Written(TargetPosition position, int attempts)) {
        written++;
        checkpoint = Optional.of(checkpoint(position, records.get(i)));
      }
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
