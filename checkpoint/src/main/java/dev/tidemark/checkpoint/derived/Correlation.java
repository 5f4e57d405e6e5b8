package dev.tidemark.checkpoint.derived;

import dev.tidemark.checkpoint.Position;
import dev.tidemark.checkpoint.ShardKey;
import java.util.Objects;

/**
 * What a derived record was made of. It is the same however often the record is made.
 *
 * @param source the shard of the records that it was made of, as the consumer that made it names it
 * @param start the first of them
 * @param end the last of them; the same as {@code start} when there is only one
 * @param units how many they are, at least 1
 * @param partial whether more derived records of the same units follow this one
 * @param index which of the derived records of these units this is, from 0
 */
public record Correlation(
    ShardKey source, Position start, Position end, int units, boolean partial, int index) {

  /** Where a derived record comes from: the same for every copy of it, and for no other record. */
  public record Origin(Position end, int index) implements Comparable<Origin> {
    public Origin {
      Objects.requireNonNull(end);
    }

    @Override
    public int compareTo(Origin other) {
      int byPosition = end.compareTo(other.end);
      return byPosition != 0 ? byPosition : Integer.compare(index, other.index);
    }
  }

  /**
   * @throws IllegalArgumentException when a number is out of range or the end lies before the start
   */
  public Correlation {
    Objects.requireNonNull(source);
    if (end.isBefore(start)) {
      throw new IllegalArgumentException("the end " + end + " lies before the start " + start);
    }
    if (units < 1 || index < 0) {
      throw new IllegalArgumentException(
          "units must be 1 or more and the index 0 or more, are " + units + " and " + index);
    }
  }

  /** Of one record. */
  public static Correlation ofOne(ShardKey source, Position position, int index, boolean partial) {
    return new Correlation(source, position, position, 1, partial, index);
  }

  /** What copies of the record share, within the source shard. */
  public Origin origin() {
    return new Origin(end, index);
  }

  /** {@code consumer#stream#shard start..end/index}, for logs. */
  @Override
  public String toString() {
    return source + " " + start + (start.equals(end) ? "" : ".." + end) + "/" + index;
  }
}
