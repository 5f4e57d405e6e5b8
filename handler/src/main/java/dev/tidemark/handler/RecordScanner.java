package dev.tidemark.handler;

import dev.tidemark.handler.RecordShape.Slot;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads one record of an event field by field, in any order, to find out its shape. Not
 * thread-safe; for one record.
 */
final class RecordScanner {

  /** What is done with the field of that name; false when it is not understood. */
  @FunctionalInterface
  private interface Field {
    boolean read(String name);
  }

  private static final int LONGEST = 1024;

  private final EventWindow window;
  private final List<RecordShape.Place> places = new ArrayList<>();
  private final Set<String> names = new HashSet<>();
  private boolean isFromKinesis;
  private Optional<String> stream = Optional.empty();
  private Optional<String> shard = Optional.empty();

  RecordScanner(EventWindow window) {
    this.window = window;
  }

  /** The shape of the record that begins here; nothing when it is not whole, or not understood. */
  @Nullable RecordShape read() {
    int from = window.at();
    boolean understood =
        object(this::recordField)
            && isFromKinesis
            && stream.isPresent()
            && shard.isPresent()
            && places.size() == Slot.values().length;
    return understood
        ? new RecordShape(window, from, places, window.at(), stream.get(), shard.get())
        : null;
  }

  private boolean object(Field field) {
    if (!window.accept('{')) {
      return false;
    }
    do {
      if (!window.accept('"')) {
        return false;
      }
      Optional<String> name = text();
      if (name.isEmpty() || !window.accept(':') || !names.add(name.get())) {
        return false;
      }
      window.space();
      if (!field.read(name.get())) {
        return false;
      }
    } while (window.accept(','));
    return window.accept('}');
  }

  private boolean recordField(String name) {
    return switch (name) {
      case "eventSource" -> {
        isFromKinesis = quoted().equals(Optional.of(RecordFields.KINESIS));
        yield isFromKinesis;
      }
      case "eventSourceARN" -> {
        stream = quoted().flatMap(RecordFields::streamOf);
        yield stream.isPresent();
      }
      case "eventID" -> eventId();
      case "kinesis" -> object(this::kinesisField);
      default -> value();
    };
  }

  private boolean kinesisField(String name) {
    return switch (name) {
      case "partitionKey" -> slot(Slot.PARTITION_KEY);
      case "sequenceNumber" -> slot(Slot.SEQUENCE_NUMBER);
      case "data" -> slot(Slot.DATA);
      case "approximateArrivalTimestamp" -> place(Slot.ARRIVAL, window.at());
      default -> value();
    };
  }

  /** A value between quotes that differs from record to record. */
  private boolean slot(Slot slot) {
    return window.accept('"') && place(slot, window.at()) && window.accept('"');
  }

  private boolean place(Slot slot, int from) {
    if (!slot.pass(window)) {
      return false;
    }
    places.add(new RecordShape.Place(slot, from, window.at()));
    return true;
  }

  private boolean eventId() {
    if (!window.accept('"')) {
      return false;
    }
    int from = window.at();
    shard = text().flatMap(RecordFields::shardOf);
    if (shard.isEmpty()) {
      return false;
    }
    int end = window.at() - 1;
    places.add(new RecordShape.Place(Slot.EVENT_ID, from + shard.get().length() + 1, end));
    return true;
  }

  /** A value that is of no interest: a text or a number. */
  private boolean value() {
    return window.isNext('"') ? quoted().isPresent() : window.number() != EventWindow.NONE;
  }

  private Optional<String> quoted() {
    return window.accept('"') ? text() : Optional.empty();
  }

  /** What stands between here and the next quote, which is passed. */
  private Optional<String> text() {
    int from = window.at();
    if (!window.asciiText() || window.at() - from > LONGEST) {
      return Optional.empty();
    }
    String text = window.ascii(from, window.at());
    return window.accept('"') ? Optional.of(text) : Optional.empty();
  }
}
