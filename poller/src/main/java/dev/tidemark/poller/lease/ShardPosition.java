package dev.tidemark.poller.lease;

import dev.tidemark.checkpoint.SequenceNumber;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Objects;

/** How far a shard is finished: everything before this needs no reading again. */
public sealed interface ShardPosition {

  /** Nothing of it; it is read from the oldest record on. */
  record Horizon() implements ShardPosition {}

  /** Nothing of it; it is read from the first record on that came in at this time or later. */
  record At(Instant time) implements ShardPosition {
    public At {
      Objects.requireNonNull(time);
    }
  }

  /** This record and all before it. */
  record After(SequenceNumber record) implements ShardPosition {
    public After {
      Objects.requireNonNull(record);
    }
  }

  /** All of it, and nothing more can come: a reshard has closed it. */
  record Ended() implements ShardPosition {}

  /** A text for {@link #ofText}. */
  default String toText() {
    return switch (this) {
      case Horizon horizon -> "horizon";
      case At at -> "at " + at.time();
      case After after -> "after " + after.record().digits();
      case Ended ended -> "ended";
    };
  }

  /**
   * Reads what {@link #toText()} wrote.
   *
   * @throws IllegalArgumentException when the text is anything else
   */
  static ShardPosition ofText(String text) {
    ShardPosition position = parse(text);
    if (!position.toText().equals(text)) {
      throw new IllegalArgumentException("not the text of a shard's position: '" + text + "'");
    }
    return position;
  }

  private static ShardPosition parse(String text) {
    if (text.startsWith("after ")) {
      return new After(new SequenceNumber(text.substring("after ".length())));
    }
    if (text.startsWith("at ")) {
      try {
        return new At(Instant.parse(text.substring("at ".length())));
      } catch (DateTimeException e) {
        throw new IllegalArgumentException("not a time in '" + text + "'", e);
      }
    }
    return text.equals("ended") ? new Ended() : new Horizon();
  }
}
