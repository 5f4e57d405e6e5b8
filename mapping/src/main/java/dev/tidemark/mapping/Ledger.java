package dev.tidemark.mapping;

import dev.tidemark.checkpoint.SequenceNumber;
import java.util.Collection;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Which records of a shard are accounted for.
 *
 * @param lastTaken the highest record taken from the shard
 * @param movedPast the highest record such that it and all taken before it are accounted for
 * @param open taken and not yet accounted for
 * @param settledAhead accounted for while an earlier record is still open
 */
record Ledger(
    Optional<SequenceNumber> lastTaken,
    Optional<SequenceNumber> movedPast,
    SortedSet<SequenceNumber> open,
    SortedSet<SequenceNumber> settledAhead) {

  Ledger {
    open = Collections.unmodifiableSortedSet(open);
    settledAhead = Collections.unmodifiableSortedSet(settledAhead);
  }

  static Ledger empty() {
    return new Ledger(Optional.empty(), Optional.empty(), new TreeSet<>(), new TreeSet<>());
  }

  boolean isNew(SequenceNumber number) {
    return lastTaken.isEmpty() || number.compareTo(lastTaken.get()) > 0;
  }

  /** With these new records taken, in rising order. */
  Ledger take(Collection<SequenceNumber> numbers) {
    if (numbers.isEmpty()) {
      return this;
    }
    TreeSet<SequenceNumber> stillOpen = new TreeSet<>(open);
    stillOpen.addAll(numbers);
    return new Ledger(Optional.of(stillOpen.last()), movedPast, stillOpen, settledAhead);
  }

  /** With these open records accounted for. */
  Ledger settle(Collection<SequenceNumber> numbers) {
    TreeSet<SequenceNumber> stillOpen = new TreeSet<>(open);
    TreeSet<SequenceNumber> ahead = new TreeSet<>(settledAhead);
    for (SequenceNumber number : numbers) {
      if (!stillOpen.remove(number)) {
        throw new IllegalStateException("record settled twice or never taken: " + number);
      }
      ahead.add(number);
    }
    Optional<SequenceNumber> moved = movedPast;
    while (!ahead.isEmpty()
        && (stillOpen.isEmpty() || ahead.first().compareTo(stillOpen.first()) < 0)) {
      moved = Optional.of(ahead.pollFirst());
    }
    return new Ledger(lastTaken, moved, stillOpen, ahead);
  }
}
