package dev.tidemark.cli.doctor;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.tidemark.check.Cost;
import dev.tidemark.check.Finding;
import dev.tidemark.check.Severity;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Locale;

/** Writes a diagnosis for a person and for a machine. */
final class DiagnosisWriter {

  private DiagnosisWriter() {}

  /** One line. */
  static String json(Diagnosis diagnosis) {
    var text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      json.writeStartObject();
      json.writeStringField("function", diagnosis.function());
      json.writeStringField("verdict", diagnosis.verdict().name().toLowerCase(Locale.ROOT));
      json.writeNumberField("unsafe", diagnosis.findings(Severity.UNSAFE));
      json.writeNumberField("warnings", diagnosis.findings(Severity.WARNING));
      json.writeNumberField("unchecked", diagnosis.unchecked());
      json.writeArrayFieldStart("mappings");
      for (Diagnosis.Part part : diagnosis.parts()) {
        write(json, part);
      }
      json.writeEndArray();
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory cannot fail", e);
    }
    return text.toString();
  }

  private static void write(JsonGenerator json, Diagnosis.Part part) throws IOException {
    json.writeStartObject();
    json.writeStringField("subject", part.subject());
    json.writeArrayFieldStart("findings");
    for (Finding finding : part.findings()) {
      write(json, finding);
    }
    json.writeEndArray();
    json.writeArrayFieldStart("unchecked");
    for (Reading.Unreadable<?> unreadable : part.unchecked()) {
      json.writeStartObject();
      json.writeStringField("what", unreadable.what());
      json.writeStringField("why", unreadable.why());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, Finding finding) throws IOException {
    json.writeStartObject();
    json.writeStringField("rule", finding.rule().name());
    json.writeStringField("severity", finding.rule().severity().word());
    json.writeArrayFieldStart("costs");
    for (Cost cost : finding.rule().costs()) {
      json.writeString(cost.word());
    }
    json.writeEndArray();
    json.writeStringField("found", finding.found());
    json.writeStringField("wrong", finding.rule().wrong());
    json.writeStringField("change", finding.change());
    json.writeEndObject();
  }

  static String text(Diagnosis diagnosis) {
    var text = new StringBuilder();
    for (Diagnosis.Part part : diagnosis.parts()) {
      text.append(part.subject()).append('\n');
      part.findings().forEach(finding -> append(text, finding));
      part.unchecked()
          .forEach(
              unreadable ->
                  line(text, "unchecked", unreadable.what()).append(indented(unreadable.why())));
    }
    return text.append(summary(diagnosis)).toString();
  }

  private static void append(StringBuilder text, Finding finding) {
    line(
            text,
            finding.rule().severity().word(),
            "%-28s %s".formatted(finding.rule().name(), finding.costs()))
        .append(indented(finding.found() + "."))
        .append(indented(finding.rule().wrong() + "."))
        .append(indented("Change: " + finding.change()));
  }

  private static StringBuilder line(StringBuilder text, String what, String value) {
    return text.append("  %-10s ".formatted(what)).append(value).append('\n');
  }

  private static String indented(String line) {
    return " ".repeat(13) + line + "\n";
  }

  private static String summary(Diagnosis diagnosis) {
    String counts =
        "%d rules: %d unsafe, %d warnings, %d not checked"
            .formatted(
                Rules.all().size(),
                diagnosis.findings(Severity.UNSAFE),
                diagnosis.findings(Severity.WARNING),
                diagnosis.unchecked());
    return switch (diagnosis.verdict()) {
      case SAFE -> "Safe. " + counts;
      case WARNINGS -> "Works, with warnings. " + counts;
      case UNSAFE -> "UNSAFE. " + counts;
    };
  }
}
