package dev.tidemark.checkpoint.store;

import dev.tidemark.checkpoint.RecordError;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** What became of a {@link StatusStore#commit}. */
public sealed interface CommitReply {

  /** The row and all effects are written. */
  record Committed() implements CommitReply {}

  /**
   * Nothing was written, since the row is not as it was expected: the batch belongs to somebody
   * else now, or its revision is another. It is this very commit that landed in an earlier try when
   * the row has its owner and revision. This goes before {@link Refused} when both are the case.
   *
   * @param row the row as it stands, absent when there is none
   */
  record Fenced(Optional<BatchRow> row) implements CommitReply {
    public Fenced {
      Objects.requireNonNull(row);
    }
  }

  /**
   * Nothing was written, since the store will not take some of the effects: a condition in them
   * does not hold, or they are not valid.
   *
   * @param reasons why, by the effects' place in the list; at least one
   */
  record Refused(Map<Integer, RecordError> reasons) implements CommitReply {
    public Refused {
      reasons = Map.copyOf(reasons);
      if (reasons.isEmpty()) {
        throw new IllegalArgumentException("refused for no reason");
      }
    }

    /** What a record failed with whose effects a store will not take for this reason. */
    public static RecordError error(String why) {
      return new RecordError("EffectsRefused", why, "");
    }
  }
}
