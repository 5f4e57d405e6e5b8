package dev.tidemark.cli.operate;

import dev.tidemark.checkpoint.Position;
import dev.tidemark.checkpoint.SequenceNumber;
import dev.tidemark.checkpoint.SourceRecord;
import dev.tidemark.mapping.MappedRecord;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.PriorityQueue;
import java.util.function.Function;

/**
 * The records of a shard out of its batches: in ascending order, each once, however the batches
 * overlap. Only batches that overlap are in memory together. Not thread-safe.
 */
final class MergedBatches implements Iterator<MappedRecord> {

  private final Deque<BatchStarts.Started> closed;
  private final Function<BatchStarts.Started, List<SourceRecord>> payloads;
  private final PriorityQueue<Open> open =
      new PriorityQueue<>(Comparator.comparing(Open::position));

  /**
   * @param batches in the order of where they begin
   * @param payloads reads the records of one, in order of position; one or more
   */
  MergedBatches(
      List<BatchStarts.Started> batches,
      Function<BatchStarts.Started, List<SourceRecord>> payloads) {
    this.closed = new ArrayDeque<>(batches);
    this.payloads = payloads;
  }

  /** A batch, from its next record on. */
  private record Open(List<SourceRecord> records, int next) {
    SourceRecord record() {
      return records.get(next);
    }

    Position position() {
      return record().position();
    }
  }

  @Override
  public boolean hasNext() {
    return !open.isEmpty() || !closed.isEmpty();
  }

  /** What is stored of the next record of the stream, put together if it is an aggregate. */
  @Override
  public MappedRecord next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    var parts = new ArrayList<SourceRecord>();
    parts.add(take());
    SequenceNumber number = parts.get(0).position().sequenceNumber();
    while (hasNext() && peek().sequenceNumber().equals(number)) {
      SourceRecord part = take();
      if (!part.position().equals(parts.get(parts.size() - 1).position())) {
        parts.add(part);
      }
    }
    SourceRecord last = parts.get(parts.size() - 1);
    boolean whole = last.position().subSequenceNumber() == Position.WHOLE_AGGREGATE;
    return BatchEvent.mappedWhole(whole ? List.of(last) : parts);
  }

  private Position peek() {
    while (!closed.isEmpty()
        && (open.isEmpty() || !closed.getFirst().first().isAfter(open.element().position()))) {
      open.add(new Open(payloads.apply(closed.removeFirst()), 0));
    }
    return open.element().position();
  }

  private SourceRecord take() {
    peek();
    Open from = open.remove();
    if (from.next() + 1 < from.records().size()) {
      open.add(new Open(from.records(), from.next() + 1));
    }
    return from.record();
  }
}
