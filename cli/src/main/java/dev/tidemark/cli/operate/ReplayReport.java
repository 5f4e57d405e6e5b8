package dev.tidemark.cli.operate;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Optional;

/**
 * What came of a replay.
 *
 * @param shards that were begun
 * @param batches of them with something to replay
 * @param records of the stream that were sent and are finished, each counted once
 * @param events that they were sent in
 * @param stopped why it did not get to its end; absent when it did
 */
record ReplayReport(int shards, int batches, long records, long events, Optional<String> stopped) {

  static final ReplayReport EMPTY = new ReplayReport(0, 0, 0, 0, Optional.empty());

  ReplayReport {
    Objects.requireNonNull(stopped);
  }

  /** This one, and then another. */
  ReplayReport plus(ReplayReport next) {
    return new ReplayReport(
        shards + next.shards,
        batches + next.batches,
        records + next.records,
        events + next.events,
        next.stopped);
  }

  /**
   * @param done what was done with the records, or would be
   */
  String toText(String done) {
    return "  %,d records of %,d batches of %,d shards %s in %,d events%s"
        .formatted(
            records, batches, shards, done, events, stopped.map(why -> "\n  ! " + why).orElse(""));
  }

  String toJson() {
    var text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      json.writeStartObject();
      json.writeNumberField("shards", shards);
      json.writeNumberField("batches", batches);
      json.writeNumberField("records", records);
      json.writeNumberField("events", events);
      if (stopped.isPresent()) {
        json.writeStringField("stopped", stopped.get());
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory cannot fail", e);
    }
    return text.toString();
  }
}
