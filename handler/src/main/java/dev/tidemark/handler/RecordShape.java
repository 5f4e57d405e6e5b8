package dev.tidemark.handler;

import dev.tidemark.checkpoint.Bytes;
import dev.tidemark.checkpoint.Position;
import dev.tidemark.checkpoint.SourceRecord;
import java.nio.charset.CharacterCodingException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the records of an event have in common: all of a record's bytes but those of five values.
 * The next record is read by comparing what is in between, as it stands, which is quicker than to
 * understand it again. Not thread-safe.
 */
final class RecordShape {

  /** A value that differs from record to record. */
  enum Slot {
    PARTITION_KEY(0),
    SEQUENCE_NUMBER(1),
    DATA(2),
    ARRIVAL(3),
    /** What is behind the shard and the colon. */
    EVENT_ID(4);

    private final int index;

    Slot(int index) {
      this.index = index;
    }

    /** Goes to the end of such a value; false when it is not plain, or not whole. */
    boolean pass(EventWindow window) {
      return switch (this) {
        case PARTITION_KEY -> window.text();
        case SEQUENCE_NUMBER, DATA -> window.anything();
        case ARRIVAL -> window.number() != EventWindow.NONE;
        case EVENT_ID -> window.asciiText();
      };
    }
  }

  /** Where a value begins and ends in the window. */
  record Place(Slot slot, int from, int to) {}

  private final Slot[] slots = new Slot[Slot.values().length];
  private final byte[][] between = new byte[slots.length + 1][];
  private final String stream;
  private final String shard;
  private final int[] from = new int[Slot.values().length];
  private final int[] to = new int[Slot.values().length];

  /**
   * @param begin where a record begins
   * @param places where in it are the values, in order, one of each
   * @param end where it ends
   */
  RecordShape(
      EventWindow window, int begin, List<Place> places, int end, String stream, String shard) {
    int copied = begin;
    for (int i = 0; i < slots.length; i++) {
      Place place = places.get(i);
      slots[i] = place.slot();
      between[i] = window.copy(copied, place.from());
      copied = place.to();
    }
    between[slots.length] = window.copy(copied, end);
    this.stream = stream;
    this.shard = shard;
  }

  /** The record of this shape that begins here; nothing when there is none, or not the whole. */
  @Nullable EventRecord read(EventWindow window) {
    int number = Slot.SEQUENCE_NUMBER.index;
    from[number] = to[number];
    double arrivedAt = 0;
    for (int i = 0; i < slots.length; i++) {
      Slot slot = slots[i];
      if (!window.acceptAll(between[i])) {
        return null;
      }
      from[slot.index] = window.at();
      if (slot == Slot.ARRIVAL) {
        arrivedAt = window.number();
        if (arrivedAt == EventWindow.NONE) {
          return null;
        }
      } else if (!passed(slot, window)) {
        return null;
      }
      to[slot.index] = window.at();
    }
    return window.acceptAll(between[slots.length]) ? record(window, arrivedAt) : null;
  }

  /** An event's id usually ends in the sequence number that was read before. */
  private boolean passed(Slot slot, EventWindow window) {
    if (slot == Slot.EVENT_ID) {
      window.acceptAgain(from(Slot.SEQUENCE_NUMBER), to(Slot.SEQUENCE_NUMBER));
    }
    return slot.pass(window);
  }

  private @Nullable EventRecord record(EventWindow window, double arrivedAt) {
    try {
      String partitionKey = window.utf8(from(Slot.PARTITION_KEY), to(Slot.PARTITION_KEY));
      Bytes data = window.decode(from(Slot.DATA), to(Slot.DATA));
      Position position =
          Position.of(window.ascii(from(Slot.SEQUENCE_NUMBER), to(Slot.SEQUENCE_NUMBER)));
      var source = new SourceRecord(position, partitionKey, RecordFields.arrival(arrivedAt), data);
      return new EventRecord(stream, shard, source, Optional.empty());
    } catch (IllegalArgumentException | CharacterCodingException e) {
      return null;
    }
  }

  private int from(Slot slot) {
    return from[slot.index];
  }

  private int to(Slot slot) {
    return to[slot.index];
  }
}
