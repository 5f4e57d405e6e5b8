package dev.tidemark.cli.operate;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.tidemark.checkpoint.BatchStatus;
import dev.tidemark.checkpoint.store.BatchRow;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** Batches in words for a person, and in JSON for a machine. Nothing of a payload is in either. */
final class BatchLines {

  /** How long past its lease, clocks and all, an owner is certainly dead. */
  private static final Duration SURELY_OVER = Duration.ofSeconds(10);

  private final Instant now;

  BatchLines(Instant now) {
    this.now = now;
  }

  /** Whether nobody is at a batch that is not finished, so that only a redelivery helps. */
  boolean isStuck(BatchRow row) {
    return switch (row.status()) {
      case FAILED -> true;
      case IN_PROGRESS -> row.ownership().leaseUntil().plus(SURELY_OVER).isBefore(now);
      case EXHAUSTED, SUCCEEDED, ABANDONED -> false;
    };
  }

  String text(List<BatchRow> rows) {
    var text = new StringBuilder();
    for (BatchRow row : rows) {
      text.append(
          "  %-11s %s  %s\n              %,d done, %,d exhausted, %,d open of %,d; written %s ago, first arrived %s%s\n"
              .formatted(
                  word(row.status()),
                  row.shard().shard(),
                  row.claim(),
                  done(row),
                  row.progress().exhausted().size(),
                  open(row),
                  row.span().count(),
                  age(row.times().updatedAt()),
                  row.span().firstArrivedAt(),
                  row.errorSummary().map(error -> "\n              " + error).orElse("")));
    }
    return text.append(summary(rows)).toString();
  }

  private String summary(List<BatchRow> rows) {
    long stuck = rows.stream().filter(this::isStuck).count();
    int exhausted = rows.stream().mapToInt(row -> row.progress().exhausted().size()).sum();
    return "  %,d batches, %,d of them with nobody at them; %,d records exhausted"
        .formatted(rows.size(), stuck, exhausted);
  }

  private String age(Instant time) {
    Duration age = Duration.between(time, now);
    if (age.toDays() > 0) {
      return age.toDays() + " d";
    }
    return age.toHours() > 0 ? age.toHours() + " h" : age.toMinutes() + " min";
  }

  private static int done(BatchRow row) {
    return row.progress().succeeded().size() + row.progress().ignored().size();
  }

  private static int open(BatchRow row) {
    return row.span().count() - row.progress().finished();
  }

  private static String word(BatchStatus status) {
    return status.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  String json(List<BatchRow> rows) {
    var text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      json.writeStartObject();
      json.writeArrayFieldStart("batches");
      for (BatchRow row : rows) {
        write(json, row);
      }
      json.writeEndArray();
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory cannot fail", e);
    }
    return text.toString();
  }

  private void write(JsonGenerator json, BatchRow row) throws IOException {
    json.writeStartObject();
    json.writeStringField("batch", row.claim().value());
    json.writeStringField("status", word(row.status()));
    json.writeStringField("stream", row.shard().stream());
    json.writeStringField("shard", row.shard().shard());
    json.writeStringField("first", row.span().first().toString());
    json.writeStringField("last", row.span().last().toString());
    json.writeNumberField("records", row.span().count());
    json.writeNumberField("done", done(row));
    json.writeNumberField("exhausted", row.progress().exhausted().size());
    json.writeNumberField("open", open(row));
    json.writeBooleanField("stuck", isStuck(row));
    json.writeStringField("firstArrivedAt", row.span().firstArrivedAt().toString());
    json.writeStringField("updatedAt", row.times().updatedAt().toString());
    if (row.errorSummary().isPresent()) {
      json.writeStringField("error", row.errorSummary().get());
    }
    json.writeEndObject();
  }
}
