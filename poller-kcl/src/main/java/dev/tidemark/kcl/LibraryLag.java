package dev.tidemark.kcl;

import dev.tidemark.checkpoint.SequenceNumber;
import dev.tidemark.poller.ShardLag;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.Optional;

/**
 * How far a shard is behind: as the library says with what it hands over. While that is not
 * finished, the time since then counts as well. Not thread-safe.
 */
final class LibraryLag {

  private final ShardLag lag;
  private final Deque<HandedOver> unfinished = new ArrayDeque<>();
  private Optional<Duration> latest = Optional.empty();

  LibraryLag(ShardLag lag) {
    this.lag = Objects.requireNonNull(lag);
  }

  /** Records that came together, up to the last of them. */
  private record HandedOver(SequenceNumber last, Duration behind, Instant at) {}

  /**
   * The library has handed over records, or none because there are none.
   *
   * @param last the last one of them
   * @param behind how far they are behind the shard's newest record
   */
  void handedOver(Optional<SequenceNumber> last, Duration behind, Instant now) {
    latest = Optional.of(behind);
    last.ifPresent(number -> unfinished.add(new HandedOver(number, behind, now)));
  }

  /**
   * Tells how far it is behind now, unless that was told lately.
   *
   * @param oldest the first record that is not finished
   */
  void tell(Optional<SequenceNumber> oldest, Instant now) {
    while (!unfinished.isEmpty() && isFinished(unfinished.element(), oldest)) {
      unfinished.remove();
    }
    Optional<HandedOver> first = Optional.ofNullable(unfinished.peek());
    first
        .map(held -> held.behind().plus(Duration.between(held.at(), now)))
        .or(() -> latest)
        .ifPresent(behind -> lag.is(behind, now));
  }

  private static boolean isFinished(HandedOver records, Optional<SequenceNumber> oldest) {
    return oldest.map(number -> records.last().compareTo(number) < 0).orElse(true);
  }
}
