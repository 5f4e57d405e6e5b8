package dev.tidemark.kcl;

import dev.tidemark.checkpoint.SequenceNumber;
import dev.tidemark.checkpoint.SourceRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the library has handed over and is not finished, in order of position. Not thread-safe. */
final class Backlog {

  private List<SourceRecord> records = List.of();

  /** More of the shard, behind what is here. */
  void add(List<SourceRecord> more) {
    var all = new ArrayList<>(records);
    all.addAll(more);
    records = all;
  }

  /** The next records to deliver, at most so many. */
  List<SourceRecord> next(int atMost) {
    return List.copyOf(records.subList(0, Math.min(atMost, records.size())));
  }

  /**
   * Takes out what is finished of {@link #next}.
   *
   * @param delivered what was delivered
   * @param lowestUnfinished where it has to be delivered again from; absent when all is finished. A
   *     number that is not of the delivery finishes nothing
   * @return up to where all is finished, if more is than before
   */
  Optional<SequenceNumber> finished(
      List<SourceRecord> delivered, Optional<SequenceNumber> lowestUnfinished) {
    int finished = lowestUnfinished.map(this::indexOf).orElse(delivered.size());
    Optional<SequenceNumber> last =
        finished == 0 ? Optional.empty() : Optional.of(numberOf(finished - 1));
    records = List.copyOf(records.subList(finished, records.size()));
    return last;
  }

  private int indexOf(SequenceNumber number) {
    for (int i = 0; i < records.size(); i++) {
      if (numberOf(i).equals(number)) {
        return i;
      }
    }
    return 0;
  }

  private SequenceNumber numberOf(int index) {
    return records.get(index).position().sequenceNumber();
  }

  /** The number of the first record that is not finished. */
  Optional<SequenceNumber> oldest() {
    return records.isEmpty() ? Optional.empty() : Optional.of(numberOf(0));
  }

  int size() {
    return records.size();
  }

  /** Somebody else goes on with it. */
  void drop() {
    records = List.of();
  }
}
