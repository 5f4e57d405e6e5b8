package dev.tidemark.checkpoint;

import java.util.Objects;

/**
 * Where a record stands in its shard: a sequence number and, for a record that a producer library
 * packed together with others into one Kinesis record, its index within that record.
 *
 * @param sequenceNumber the Kinesis sequence number
 * @param subSequenceNumber 0 for an ordinary record, the index within the aggregate for a part of
 *     one, {@value #WHOLE_AGGREGATE} for an aggregate that is not opened
 */
public record Position(SequenceNumber sequenceNumber, long subSequenceNumber)
    implements Comparable<Position> {

  /** The largest sub-sequence number that a position can hold. */
  public static final long MAX_SUB_SEQUENCE_NUMBER = 9_999_999_999L;

  /**
   * The sub-sequence number of an aggregate that is kept in one piece. No part of one has it, so
   * that what is recorded of a part says nothing of the whole, and the other way round.
   */
  public static final long WHOLE_AGGREGATE = MAX_SUB_SEQUENCE_NUMBER;

  private static final int LENGTH_DIGITS = 3;

  /**
   * @throws IllegalArgumentException when the sub-sequence number is negative or too large
   */
  public Position {
    Objects.requireNonNull(sequenceNumber);
    if (subSequenceNumber < 0 || subSequenceNumber > MAX_SUB_SEQUENCE_NUMBER) {
      throw new IllegalArgumentException(
          "sub-sequence number must be 0 to "
              + MAX_SUB_SEQUENCE_NUMBER
              + ", is "
              + subSequenceNumber);
    }
  }

  /** The position of an ordinary record. */
  public static Position of(String sequenceNumber) {
    return new Position(new SequenceNumber(sequenceNumber), 0);
  }

  /**
   * A text whose order as text is the order of positions: the number of digits, the digits and, for
   * a part of an aggregate, a point and the padded index.
   */
  public String toSortableText() {
    String digits = sequenceNumber.digits();
    String head = String.valueOf(1000 + digits.length()).substring(1) + digits;
    return subSequenceNumber == 0
        ? head
        : head + '.' + String.valueOf(10_000_000_000L + subSequenceNumber).substring(1);
  }

  /**
   * Reads what {@link #toSortableText()} wrote.
   *
   * @throws IllegalArgumentException when the text is anything else
   */
  public static Position ofSortableText(String text) {
    int point = text.indexOf('.');
    String head = point == -1 ? text : text.substring(0, point);
    if (head.length() > LENGTH_DIGITS) {
      var number = new SequenceNumber(head.substring(LENGTH_DIGITS));
      long sub = point == -1 ? 0 : Long.parseLong(text.substring(point + 1));
      var position = new Position(number, sub);
      if (position.toSortableText().equals(text)) {
        return position;
      }
    }
    throw new IllegalArgumentException("not the sortable text of a position: '" + text + "'");
  }

  @Override
  public int compareTo(Position other) {
    int byNumber = sequenceNumber.compareTo(other.sequenceNumber);
    return byNumber != 0 ? byNumber : Long.compare(subSequenceNumber, other.subSequenceNumber);
  }

  public boolean isBefore(Position other) {
    return compareTo(other) < 0;
  }

  public boolean isAfter(Position other) {
    return compareTo(other) > 0;
  }

  /** The later of two positions. */
  public static Position max(Position a, Position b) {
    return a.isBefore(b) ? b : a;
  }

  @Override
  public String toString() {
    return subSequenceNumber == 0
        ? sequenceNumber.digits()
        : sequenceNumber + "." + subSequenceNumber;
  }
}
