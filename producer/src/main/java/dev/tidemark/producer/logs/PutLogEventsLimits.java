package dev.tidemark.producer.logs;

import dev.tidemark.producer.OutgoingRecord;
import dev.tidemark.producer.RequestLimits;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What {@code PutLogEvents} takes, as "PutLogEvents" in the API reference of CloudWatch Logs has
 * it: 10,000 events or less; 1,048,576 bytes or less, where an event counts its message in UTF-8
 * and 26 bytes; no more than 24 hours from the first to the last; in ascending order of their
 * times; none larger than 1 MB, and none empty.
 */
final class PutLogEventsLimits implements RequestLimits {

  static final int MOST_EVENTS = 10_000;
  static final int MOST_BYTES = 1_048_576;
  static final int EVENT_OVERHEAD = 26;
  static final long LONGEST_SPAN_MILLIS = Duration.ofHours(24).toMillis();

  static long timeOf(OutgoingRecord record) {
    return record.sourceTime().toEpochMilli();
  }

  @Override
  public Optional<String> refusal(OutgoingRecord record) {
    int size = record.data().size();
    if (size == 0) {
      return Optional.of("a log event has a message, this one is empty");
    }
    if (size + EVENT_OVERHEAD > MOST_BYTES) {
      return Optional.of(
          "a log event has at most %,d bytes, this one has %,d"
              .formatted(MOST_BYTES - EVENT_OVERHEAD, size));
    }
    if (timeOf(record) < 0) {
      return Optional.of("a log event is of 1970 or later, this one of " + record.sourceTime());
    }
    return isText(record) ? Optional.empty() : Optional.of("a log event is UTF-8, this one is not");
  }

  private static boolean isText(OutgoingRecord record) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(record.data().asByteBuffer()).limit() >= 0;
    } catch (CharacterCodingException e) {
      return false;
    }
  }

  /**
   * As many of the oldest as there is room for, sorted by time. One that is too far in time from
   * those before it waits for another request.
   */
  @Override
  public List<Integer> choose(List<OutgoingRecord> candidates) {
    List<Integer> chosen = new ArrayList<>();
    int bytes = 0;
    long earliest = Long.MAX_VALUE;
    long latest = Long.MIN_VALUE;
    for (int i = 0; i < candidates.size() && chosen.size() < MOST_EVENTS; i++) {
      OutgoingRecord candidate = candidates.get(i);
      long time = timeOf(candidate);
      int size = candidate.data().size() + EVENT_OVERHEAD;
      if (bytes + size > MOST_BYTES) {
        break;
      }
      boolean first = chosen.isEmpty();
      if (first || Math.max(latest, time) - Math.min(earliest, time) <= LONGEST_SPAN_MILLIS) {
        chosen.add(i);
        bytes += size;
        earliest = Math.min(earliest, time);
        latest = Math.max(latest, time);
      }
    }
    chosen.sort(Comparator.comparingLong(i -> timeOf(candidates.get(i))));
    return chosen;
  }
}
