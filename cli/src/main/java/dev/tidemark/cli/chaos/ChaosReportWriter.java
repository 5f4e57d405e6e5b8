package dev.tidemark.cli.chaos;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Writes a report for a person and for a machine. */
final class ChaosReportWriter {

  private static final int MOST_FINDINGS_SHOWN = 20;
  private static final int MOST_FINDINGS_WRITTEN = 1_000;
  private static final double P99 = 0.99;

  private ChaosReportWriter() {}

  /** One line with what counts. */
  static String line(ChaosReport report) {
    var text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      json.writeStartObject();
      writeCounts(json, report);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory cannot fail", e);
    }
    return text.toString();
  }

  /** Everything. */
  static String json(ChaosReport report) {
    var text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text).useDefaultPrettyPrinter()) {
      json.writeStartObject();
      writeCounts(json, report);
      json.writeNumberField("repeatedBeforeRecorded", report.audit().repeated());
      json.writeNumberField("seed", report.options().seed());
      json.writeNumberField("shards", report.options().traffic().shards());
      json.writeNumberField("batchSize", report.options().traffic().batchSize());
      json.writeBooleanField("marks", report.options().marks());
      json.writeNumberField("leaseSeconds", report.options().lease().toSeconds());
      json.writeNumberField("seconds", Math.round(report.traffic().pace().seconds() * 10) / 10.0);
      json.writeNumberField("copies", report.traffic().copies());
      json.writeNumberField("recordsDelivered", report.traffic().pace().delivered());
      json.writeNumberField("processes", report.traffic().processes());
      writeMap(json, "invocations", report.traffic().ends());
      writeMap(json, "requests", report.traffic().requests());
      writeMap(json, "faults", faults(report));
      json.writeObjectFieldStart("recoveryMillis");
      for (Recovery.Where place : Recovery.Where.values()) {
        json.writeArrayFieldStart(word(place));
        for (Recovery.Time time : report.recovery().at(place)) {
          json.writeNumber(time.length().toMillis());
        }
        json.writeEndArray();
      }
      json.writeEndObject();
      writeShares(json, report.recovery());
      json.writeArrayFieldStart("findings");
      for (String finding : report.findings().stream().limit(MOST_FINDINGS_WRITTEN).toList()) {
        json.writeString(finding);
      }
      json.writeEndArray();
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory cannot fail", e);
    }
    return text.toString();
  }

  private static void writeShares(JsonGenerator json, Recovery recovery) throws IOException {
    json.writeObjectFieldStart("recoverySharesMedianMillis");
    for (Recovery.Where place : Recovery.Where.values()) {
      Optional<Recovery.Shares> shares = recovery.shares(place);
      if (shares.isPresent()) {
        json.writeObjectFieldStart(word(place));
        json.writeNumberField("waiting", shares.get().waiting().toMillis());
        json.writeNumberField("start", shares.get().start().toMillis());
        json.writeNumberField("claiming", shares.get().claiming().toMillis());
        json.writeEndObject();
      }
    }
    json.writeEndObject();
  }

  private static void writeCounts(JsonGenerator json, ChaosReport report) throws IOException {
    json.writeNumberField("records", report.options().records());
    json.writeNumberField("kills", report.kills());
    json.writeNumberField("lost", report.audit().lost());
    json.writeNumberField("doubled", report.audit().doubled());
    json.writeNumberField("stuck", report.stuck());
    json.writeObjectFieldStart("totals");
    json.writeNumberField("records", report.totals().bookings());
    json.writeNumberField("expected", report.totals().expected());
    json.writeNumberField("booked", report.totals().booked());
    json.writeNumberField("wrongAccounts", report.totals().findings().size());
    json.writeEndObject();
    json.writeNumberField("recordsPerSecond", report.recordsPerSecond());
    for (var share :
        Map.of("recoveryMedianMillis", Recovery.MEDIAN, "recoveryP99Millis", P99).entrySet()) {
      Optional<Duration> time = report.recovery().within(share.getValue());
      if (time.isPresent()) {
        json.writeNumberField(share.getKey(), time.get().toMillis());
      }
    }
  }

  private static void writeMap(JsonGenerator json, String name, Map<String, Long> counts)
      throws IOException {
    json.writeObjectFieldStart(name);
    for (var entry : new TreeMap<>(counts).entrySet()) {
      json.writeNumberField(entry.getKey(), entry.getValue());
    }
    json.writeEndObject();
  }

  private static Map<String, Long> faults(ChaosReport report) {
    Map<String, Long> words = new TreeMap<>();
    report.traffic().faults().forEach((fault, count) -> words.put(fault.word(), count));
    return words;
  }

  static String text(ChaosReport report) {
    ChaosReport.Traffic traffic = report.traffic();
    var text = new StringBuilder();
    line(
        text,
        "records",
        "%,d in %.1f s, %,d a second; delivered %,d"
            .formatted(
                report.options().records(),
                traffic.pace().seconds(),
                report.recordsPerSecond(),
                traffic.pace().delivered()));
    if (traffic.copies() > 0) {
      line(
          text,
          "copies",
          "%,d more records on the stream: a put was sent again".formatted(traffic.copies()));
    }
    line(text, "kills", "%d, %s".formatted(report.kills(), recovery(report)));
    line(text, "invocations", counts(traffic.ends()) + "; processes " + traffic.processes());
    line(text, "requests", counts(traffic.requests()));
    line(text, "faults", traffic.faults().isEmpty() ? "none" : counts(faults(report)));
    line(
        text,
        "repeated",
        "%,d runs of records that were not yet recorded".formatted(report.audit().repeated()));
    line(text, "lost", "%d".formatted(report.audit().lost()));
    line(text, "doubled", "%d".formatted(report.audit().doubled()));
    line(text, "totals", totals(report.totals()));
    line(text, "stuck", "%d".formatted(report.stuck()));
    report.findings().stream()
        .limit(MOST_FINDINGS_SHOWN)
        .forEach(finding -> text.append("  ! ").append(finding).append('\n'));
    return text.toString();
  }

  private static String totals(Totals totals) {
    return "%s; %,d records booked %,d of %,d"
        .formatted(
            totals.areExact()
                ? "exact"
                : "WRONG in %d accounts".formatted(totals.findings().size()),
            totals.bookings(),
            totals.booked(),
            totals.expected());
  }

  private static String word(Recovery.Where place) {
    return switch (place) {
      case SAME_ENVIRONMENT -> "sameEnvironment";
      case ANOTHER_ENVIRONMENT -> "anotherEnvironment";
    };
  }

  private static String recovery(ChaosReport report) {
    Recovery recovery = report.recovery();
    if (recovery.times().isEmpty()) {
      return "none with an invocation";
    }
    return recovery.times().size()
        + " with an invocation; its shard went on"
        + recovery(recovery, Recovery.Where.SAME_ENVIRONMENT, " in the same environment")
        + recovery(recovery, Recovery.Where.ANOTHER_ENVIRONMENT, " in another");
  }

  private static String recovery(Recovery recovery, Recovery.Where place, String words) {
    return recovery
        .within(Recovery.MEDIAN, place)
        .map(
            median ->
                "%s %d times after %.1f s (median), %.1f s (99th percentile)"
                    .formatted(
                        words,
                        recovery.at(place).size(),
                        median.toMillis() / 1e3,
                        recovery.within(P99, place).orElse(median).toMillis() / 1e3))
        .map(text -> text + recovery.shares(place).map(ChaosReportWriter::shares).orElse(""))
        .orElse("");
  }

  private static String shares(Recovery.Shares shares) {
    return " (until a process began %.1f s, its start %.1f s, to its first record %.1f s)"
        .formatted(
            shares.waiting().toMillis() / 1e3,
            shares.start().toMillis() / 1e3,
            shares.claiming().toMillis() / 1e3);
  }

  private static String counts(Map<String, Long> counts) {
    return new TreeMap<>(counts)
        .entrySet().stream()
            .map(e -> "%s %,d".formatted(e.getKey(), e.getValue()))
            .collect(Collectors.joining(", "));
  }

  private static void line(StringBuilder text, String name, String value) {
    text.append("  %-12s ".formatted(name)).append(value).append('\n');
  }
}
