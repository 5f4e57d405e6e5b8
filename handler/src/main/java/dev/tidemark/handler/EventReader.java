package dev.tidemark.handler;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/** Reads the JSON of a Kinesis event, in the fastest way that does. Thread-safe. */
final class EventReader {

  private EventReader() {}

  /**
   * Reads an event.
   *
   * @param event a stream from its beginning; one that can be marked, as the runtime's can, is not
   *     copied
   * @return its records, in the order of the event; none when {@code Records} is empty
   * @throws EventException when it is no Kinesis event, or a record cannot be told apart
   * @throws IOException when the stream cannot be read
   */
  static List<EventRecord> read(InputStream event) throws IOException {
    InputStream twice =
        event.markSupported() ? event : new ByteArrayInputStream(event.readAllBytes());
    twice.mark(Integer.MAX_VALUE);
    Optional<List<EventRecord>> scanned = new EventScanner(twice).scan();
    if (scanned.isPresent()) {
      return scanned.get();
    }
    twice.reset();
    return EventParser.parse(twice);
  }
}
