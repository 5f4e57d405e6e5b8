package dev.tidemark.cli.operate;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * What came of a redrive.
 *
 * @param opened exhausted records that were opened and delivered
 * @param exhausted records of those batches that are exhausted now
 * @param leftAlone batches that were not delivered to their end, and why
 * @param batches how many there were
 */
record RedriveReport(
    int batches, int opened, int exhausted, List<Redriver.Result.LeftAlone> leftAlone) {

  RedriveReport {
    leftAlone = List.copyOf(leftAlone);
  }

  static RedriveReport of(List<Redriver.Result> results) {
    List<Redriver.Result.Delivered> delivered =
        results.stream()
            .filter(Redriver.Result.Delivered.class::isInstance)
            .map(Redriver.Result.Delivered.class::cast)
            .toList();
    return new RedriveReport(
        results.size(),
        delivered.stream().mapToInt(Redriver.Result.Delivered::opened).sum(),
        delivered.stream().mapToInt(Redriver.Result.Delivered::exhausted).sum(),
        results.stream()
            .filter(Redriver.Result.LeftAlone.class::isInstance)
            .map(Redriver.Result.LeftAlone.class::cast)
            .toList());
  }

  boolean isAllDone() {
    return exhausted == 0 && leftAlone.isEmpty();
  }

  String toText() {
    var text = new StringBuilder();
    text.append(
        "  %,d batches: %,d exhausted records run again, %,d exhausted now; %,d batches left alone"
            .formatted(batches, opened, exhausted, leftAlone.size()));
    for (Redriver.Result.LeftAlone left : leftAlone) {
      text.append("\n  ! ").append(left.row().claim()).append(": ").append(left.why());
    }
    return text.toString();
  }

  String toJson() {
    var text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      json.writeStartObject();
      json.writeNumberField("batches", batches);
      json.writeNumberField("redriven", opened);
      json.writeNumberField("exhausted", exhausted);
      json.writeArrayFieldStart("leftAlone");
      for (Redriver.Result.LeftAlone left : leftAlone) {
        json.writeStartObject();
        json.writeStringField("batch", left.row().claim().value());
        json.writeStringField("why", left.why());
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory cannot fail", e);
    }
    return text.toString();
  }
}
