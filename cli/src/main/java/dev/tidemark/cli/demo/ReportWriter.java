package dev.tidemark.cli.demo;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.tidemark.checkpoint.RecordError;
import dev.tidemark.checkpoint.RecordStatus;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Writes a report for a person and for a machine. */
final class ReportWriter {

  private static final int MOST_EXHAUSTED_SHOWN = 8;
  private static final int MOST_FINDINGS_SHOWN = 20;
  private static final int LONGEST_ERROR_SHOWN = 110;

  private ReportWriter() {}

  static String json(DemoReport report) {
    var text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text).useDefaultPrettyPrinter()) {
      json.writeStartObject();
      json.writeNumberField("records", report.plan().records().size());
      json.writeNumberField("succeeded", report.audit().count(RecordStatus.SUCCEEDED));
      json.writeNumberField("ignored", report.audit().count(RecordStatus.IGNORED));
      json.writeNumberField("exhausted", report.audit().count(RecordStatus.EXHAUSTED));
      json.writeNumberField("lost", report.audit().lost());
      json.writeNumberField("doubled", report.audit().doubled());
      writeTraffic(json, report.traffic());
      json.writeNumberField("redeliveriesSkipped", report.redeliveriesSkipped());
      writeCounts(json, "attempts", report.audit().starts());
      json.writeNumberField("seconds", Math.round(report.seconds() * 10) / 10.0);
      writeExhausted(json, report);
      json.writeArrayFieldStart("findings");
      for (String finding : report.audit().findings()) {
        json.writeString(finding);
      }
      json.writeEndArray();
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory cannot fail", e);
    }
    return text.toString();
  }

  private static void writeTraffic(JsonGenerator json, DemoReport.Traffic traffic)
      throws IOException {
    json.writeNumberField("invocations", traffic.invocations());
    json.writeNumberField("coldStarts", traffic.coldStarts());
    json.writeNumberField("timeouts", traffic.timeouts());
    json.writeNumberField("crashes", traffic.crashes());
    json.writeNumberField("batches", traffic.batchCount());
    writeCounts(json, "batchesByStatus", traffic.batches());
    json.writeNumberField("writesPerBatch", traffic.writesPerBatch());
    json.writeNumberField("putsPerBatch", traffic.putsPerBatch());
    writeCounts(json, "requests", traffic.requests());
  }

  private static void writeCounts(JsonGenerator json, String name, Map<?, ? extends Number> counts)
      throws IOException {
    json.writeObjectFieldStart(name);
    for (Map.Entry<?, ? extends Number> count : new TreeMap<>(counts).entrySet()) {
      json.writeNumberField(count.getKey().toString(), count.getValue().longValue());
    }
    json.writeEndObject();
  }

  private static void writeExhausted(JsonGenerator json, DemoReport report) throws IOException {
    json.writeArrayFieldStart("exhaustedRecords");
    for (DemoReport.ExhaustedLine line : report.exhausted()) {
      json.writeStartObject();
      json.writeStringField("record", line.name());
      json.writeStringField("position", line.position());
      json.writeNumberField("attempts", line.attempts());
      json.writeStringField("error", line.error());
      json.writeStringField("payload", line.payload());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  static String text(DemoReport report) {
    DemoReport.Traffic traffic = report.traffic();
    Audit audit = report.audit();
    var text = new StringBuilder();
    line(
        text,
        "records",
        "%,d: %,d succeeded, %,d exhausted, %,d ignored"
            .formatted(
                report.plan().records().size(),
                audit.count(RecordStatus.SUCCEEDED),
                audit.count(RecordStatus.EXHAUSTED),
                audit.count(RecordStatus.IGNORED)));
    line(text, "went wrong", "%s, %d no JSON".formatted(words(report), report.plan().garbage()));
    line(text, "attempts", "%s".formatted(attempts(audit.starts())));
    line(
        text,
        "batches",
        "%,d (%s)"
            .formatted(
                traffic.batchCount(),
                traffic.batches().entrySet().stream()
                    .map(e -> e.getValue() + " " + e.getKey())
                    .collect(Collectors.joining(", "))));
    line(
        text,
        "invocations",
        "%,d, in %d processes; %d timed out, %d crashed"
            .formatted(
                traffic.invocations(),
                traffic.coldStarts(),
                traffic.timeouts(),
                traffic.crashes()));
    line(
        text,
        "redeliveries",
        "%,d records came again and started nothing".formatted(report.redeliveriesSkipped()));
    line(
        text,
        "cost a batch",
        "%.2f DynamoDB writes, %.2f S3 PUTs, all that went wrong included"
            .formatted(traffic.writesPerBatch(), traffic.putsPerBatch()));
    line(text, "time", "%.1f s".formatted(report.seconds()));
    appendExhausted(text, report);
    line(text, "lost", "%d".formatted(audit.lost()));
    line(text, "doubled", "%d".formatted(audit.doubled()));
    audit.findings().stream()
        .limit(MOST_FINDINGS_SHOWN)
        .forEach(finding -> text.append("  ! ").append(finding).append('\n'));
    return text.toString();
  }

  private static void line(StringBuilder text, String name, String value) {
    text.append("  %-14s ".formatted(name)).append(value).append('\n');
  }

  private static String words(DemoReport report) {
    return new TreeMap<>(report.plan().drills())
        .entrySet().stream()
            .map(e -> e.getValue() + " " + e.getKey().word())
            .collect(Collectors.joining(", "));
  }

  private static String attempts(Map<Integer, Integer> starts) {
    return new TreeMap<>(starts)
        .entrySet().stream()
            .map(e -> "%,d records at attempt %d".formatted(e.getValue(), e.getKey()))
            .collect(Collectors.joining(", "));
  }

  private static void appendExhausted(StringBuilder text, DemoReport report) {
    List<DemoReport.ExhaustedLine> lines = report.exhausted();
    if (lines.isEmpty()) {
      return;
    }
    text.append("  exhausted\n");
    for (var line : lines.subList(0, Math.min(lines.size(), MOST_EXHAUSTED_SHOWN))) {
      String error = RecordError.cut(line.error(), LONGEST_ERROR_SHOWN);
      text.append("    %s after %d: %s%n".formatted(line.name(), line.attempts(), error));
    }
    if (lines.size() > MOST_EXHAUSTED_SHOWN) {
      text.append("    and %d more%n".formatted(lines.size() - MOST_EXHAUSTED_SHOWN));
    }
    String first = lines.get(0).payload();
    text.append("    bytes and errors: ")
        .append(first, 0, first.indexOf("/shard="))
        .append("/... (each in the report)\n");
  }
}
