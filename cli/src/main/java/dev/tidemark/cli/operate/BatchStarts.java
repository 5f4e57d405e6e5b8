package dev.tidemark.cli.operate;

import dev.tidemark.checkpoint.Position;
import dev.tidemark.checkpoint.SourceRecord;
import dev.tidemark.checkpoint.protocol.StoredBatch;
import dev.tidemark.cli.Progress;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds out where the batches of a shard begin, which their keys do not tell. */
final class BatchStarts {

  private final StoredPayloads payloads;
  private final ArrivalWindow window;

  BatchStarts(StoredPayloads payloads, ArrivalWindow window) {
    this.payloads = payloads;
    this.window = window;
  }

  /**
   * A batch of which something is within the window.
   *
   * @param first the position of the first record of it that is
   */
  record Started(StoredBatch batch, Position first) {}

  /**
   * Reads the batches once.
   *
   * @param bar steps once a batch
   * @return those of which something is within the window, in the order of where that begins
   */
  List<Started> of(List<StoredBatch> batches, Progress.Bar bar) {
    List<StoredBatch> all =
        batches.stream()
            .filter(batch -> !window.isBefore(batch))
            .sorted(Comparator.comparing(StoredBatch::last))
            .toList();
    List<StoredBatch> wanted = all.subList(firstWanted(all), all.size());
    bar.stepBy(batches.size() - wanted.size());
    return wanted.parallelStream()
        .flatMap(batch -> started(batch, bar))
        .sorted(Comparator.comparing(Started::first))
        .toList();
  }

  /** The later a batch ends, the later its last record arrived, so few have to be looked at. */
  private int firstWanted(List<StoredBatch> byLast) {
    int low = 0;
    int high = window.from().isPresent() ? byLast.size() : 0;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (lastArrival(byLast.get(middle)).map(window::isAfter).orElse(false)) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private Optional<Instant> lastArrival(StoredBatch batch) {
    return payloads.of(batch).stream().map(SourceRecord::arrivedAt).max(Comparator.naturalOrder());
  }

  private Stream<Started> started(StoredBatch batch, Progress.Bar bar) {
    Stream<SourceRecord> records = payloads.of(batch, window).stream().limit(1);
    bar.stepBy(1);
    return records.map(record -> new Started(batch, record.position()));
  }
}
