package dev.tidemark.handler;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads a Kinesis event in the form in which event source mappings send it, a window of its bytes
 * at a time, and decodes each record's data once, straight out of them.
 *
 * <p>Whatever is not of that form it leaves to {@link EventParser}: other fields beside {@code
 * Records}, a value of an unexpected type, nested where nothing should be, an escape, a field that
 * stands twice, data that are no base64, and all that is wrong with an event. So it never says that
 * an event is bad, and never takes one that the parser would refuse. Not thread-safe; for one
 * event.
 */
final class EventScanner {

  private final EventWindow window;
  private final List<EventRecord> records = new ArrayList<>();
  private @Nullable RecordShape shape;

  EventScanner(InputStream event) throws IOException {
    this.window = new EventWindow(event);
  }

  /**
   * Reads the event.
   *
   * @return its records; nothing when it is not of the usual form
   */
  Optional<List<EventRecord>> scan() throws IOException {
    window.more(0);
    if (!window.accept('{') || !isName("Records") || !window.accept('[')) {
      return Optional.empty();
    }
    int begun = window.at();
    while (true) {
      if (next()) {
        begun = window.at();
        continue;
      }
      boolean needsMore = window.isAtEnd();
      if (isOver(begun)) {
        return Optional.of(records);
      }
      needsMore |= window.isAtEnd();
      if (!needsMore || !window.more(begun)) {
        return Optional.empty();
      }
      begun = 0;
    }
  }

  private boolean isName(String name) {
    if (!window.accept('"')) {
      return false;
    }
    int from = window.at();
    return window.asciiText()
        && window.ascii(from, window.at()).equals(name)
        && window.accept('"')
        && window.accept(':');
  }

  /** The end of the list, of the event and of the stream. */
  private boolean isOver(int begun) throws IOException {
    window.goTo(begun);
    if (!window.accept(']') || !window.accept('}')) {
      return false;
    }
    window.space();
    return window.isAtEnd() && !window.more(window.at());
  }

  /** Goes past the next record, if it is whole and of a known form. */
  private boolean next() {
    if (!records.isEmpty() && !window.accept(',')) {
      return false;
    }
    window.space();
    int from = window.at();
    EventRecord record = shape == null ? null : shape.read(window);
    if (record == null && (window.isLast() || !window.isAtEnd())) {
      window.goTo(from);
      record = readAnew(from);
    }
    if (record == null) {
      return false;
    }
    records.add(record);
    return true;
  }

  private @Nullable EventRecord readAnew(int from) {
    RecordShape found = new RecordScanner(window).read();
    if (found == null) {
      return null;
    }
    shape = found;
    window.goTo(from);
    return found.read(window);
  }
}
