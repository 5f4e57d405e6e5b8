package dev.tidemark.checkpoint.file;

import dev.tidemark.checkpoint.BatchSpan;
import dev.tidemark.checkpoint.BatchStatus;
import dev.tidemark.checkpoint.Bytes;
import dev.tidemark.checkpoint.ClaimId;
import dev.tidemark.checkpoint.Cut;
import dev.tidemark.checkpoint.Position;
import dev.tidemark.checkpoint.ShardKey;
import dev.tidemark.checkpoint.store.BatchRow;
import dev.tidemark.checkpoint.store.InFlight;
import dev.tidemark.checkpoint.store.Note;
import dev.tidemark.checkpoint.store.Ownership;
import dev.tidemark.checkpoint.store.Progress;
import dev.tidemark.checkpoint.store.RowTimes;
import dev.tidemark.checkpoint.store.ShardRow;
import dev.tidemark.checkpoint.store.Slot;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The text of rows in files: JSON, a line a field.
 *
 * <p>Reading is strict without a check for each field: a row that was read is written again, and
 * the texts have to be equal. So an unknown field, another order or another spelling is an error,
 * and not a row that quietly means something else.
 */
final class RowText {

  private static final String FORMAT = "1";
  private static final String SLOT = "slot ";

  private RowText() {}

  static String of(ShardRow row) {
    Map<String, String> fields = header("shard", row.shard());
    fields.put("frontier", row.frontier().toSortableText());
    fields.put("version", String.valueOf(row.version()));
    row.slots().stream()
        .sorted(Comparator.comparing(Slot::claim))
        .forEach(slot -> fields.put(SLOT + slot.claim(), slotText(slot)));
    return RowJson.write(fields);
  }

  static String of(BatchRow row) {
    Map<String, String> fields = header("batch", row.shard());
    fields.put("claim", row.claim().value());
    fields.put("span", spanText(row.span()));
    fields.put("status", row.status().name());
    fields.put("owner", row.ownership().owner().value());
    fields.put("leaseUntil", row.ownership().leaseUntil().toString());
    fields.put("attempt", String.valueOf(row.ownership().attempt()));
    fields.put("revision", String.valueOf(row.ownership().revision()));
    fields.put("succeeded", LineText.of(row.progress().succeeded()));
    fields.put("ignored", LineText.of(row.progress().ignored()));
    fields.put("exhausted", LineText.of(row.progress().exhausted()));
    fields.put("attempts", LineText.of(row.progress().attempts()));
    if (!row.progress().inFlight().equals(InFlight.NONE)) {
      fields.put("inFlight", LineText.of(row.progress().inFlight().lines()));
      fields.put("inFlightAttempt", String.valueOf(row.progress().inFlight().attempt()));
      fields.put("deaths", LineText.of(row.progress().inFlight().deaths()));
    }
    row.span().cut().ifPresent(cut -> fields.put("cut", cut.toText()));
    row.errorSummary().ifPresent(text -> fields.put("error", text));
    fields.put("createdAt", row.times().createdAt().toString());
    fields.put("updatedAt", row.times().updatedAt().toString());
    row.times().expiresAt().ifPresent(time -> fields.put("expiresAt", time.toString()));
    return RowJson.write(fields);
  }

  static String of(NamedNote named) {
    Map<String, String> fields = header("note", named.shard());
    fields.put("name", named.name());
    fields.put("revision", String.valueOf(named.note().revision()));
    fields.put("expiresAt", named.note().expiresAt().toString());
    fields.put("content", named.note().content().toBase64());
    return RowJson.write(fields);
  }

  private static Map<String, String> header(String kind, ShardKey shard) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("row", kind);
    fields.put("format", FORMAT);
    fields.put("shard", shard.toText());
    return fields;
  }

  /**
   * @throws IllegalArgumentException when the text is not exactly what {@link #of(ShardRow)} writes
   */
  static ShardRow shardRow(String text) {
    return strictly(text, RowText::readShardRow, RowText::of);
  }

  /**
   * @throws IllegalArgumentException when the text is not exactly what {@link #of(BatchRow)} writes
   */
  static BatchRow batchRow(String text) {
    return strictly(text, RowText::readBatchRow, RowText::of);
  }

  /**
   * @throws IllegalArgumentException when the text is not exactly what {@link #of(NamedNote)}
   *     writes
   */
  static NamedNote note(String text) {
    return strictly(text, RowText::readNote, RowText::of);
  }

  private static <R> R strictly(
      String text, Function<Map<String, String>, R> read, Function<R, String> write) {
    try {
      R row = read.apply(RowJson.read(text));
      if (write.apply(row).equals(text)) {
        return row;
      }
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("not a time: " + e.getMessage(), e);
    }
    throw new IllegalArgumentException("not a row in format " + FORMAT);
  }

  private static ShardRow readShardRow(Map<String, String> fields) {
    List<Slot> slots = new ArrayList<>();
    fields.forEach(
        (name, value) -> {
          if (name.startsWith(SLOT)) {
            slots.add(readSlot(new ClaimId(name.substring(SLOT.length())), value));
          }
        });
    return new ShardRow(
        ShardKey.ofText(get(fields, "shard")),
        Position.ofSortableText(get(fields, "frontier")),
        Long.parseLong(get(fields, "version")),
        slots);
  }

  private static BatchRow readBatchRow(Map<String, String> fields) {
    BatchSpan range = readSpan(get(fields, "span").split(" ", -1));
    BatchSpan span =
        Optional.ofNullable(fields.get("cut")).map(Cut::ofText).map(range::withCut).orElse(range);
    return new BatchRow(
        ShardKey.ofText(get(fields, "shard")),
        new ClaimId(get(fields, "claim")),
        span,
        BatchStatus.valueOf(get(fields, "status")),
        new Ownership(
            new ClaimId(get(fields, "owner")),
            Instant.parse(get(fields, "leaseUntil")),
            Integer.parseInt(get(fields, "attempt")),
            Integer.parseInt(get(fields, "revision"))),
        new Progress(
            LineText.lines(get(fields, "succeeded"), span.count()),
            LineText.lines(get(fields, "ignored"), span.count()),
            LineText.lines(get(fields, "exhausted"), span.count()),
            LineText.attempts(get(fields, "attempts"), span.count()),
            readInFlight(fields, span.count())),
        Optional.ofNullable(fields.get("error")),
        new RowTimes(
            Instant.parse(get(fields, "createdAt")),
            Instant.parse(get(fields, "updatedAt")),
            Optional.ofNullable(fields.get("expiresAt")).map(Instant::parse)));
  }

  private static NamedNote readNote(Map<String, String> fields) {
    return new NamedNote(
        ShardKey.ofText(get(fields, "shard")),
        get(fields, "name"),
        new Note(
            Long.parseLong(get(fields, "revision")),
            Bytes.wrap(Base64.getDecoder().decode(get(fields, "content"))),
            Instant.parse(get(fields, "expiresAt"))));
  }

  private static InFlight readInFlight(Map<String, String> fields, int lines) {
    return fields.containsKey("inFlight")
        ? new InFlight(
            LineText.lines(get(fields, "inFlight"), lines),
            Integer.parseInt(get(fields, "inFlightAttempt")),
            LineText.attempts(get(fields, "deaths"), lines))
        : InFlight.NONE;
  }

  private static String get(Map<String, String> fields, String name) {
    return Optional.ofNullable(fields.get(name))
        .orElseThrow(() -> new IllegalArgumentException("no field '" + name + "'"));
  }

  private static String slotText(Slot slot) {
    return spanText(slot.span()) + ' ' + slot.leaseUntil() + ' ' + slot.attempt();
  }

  private static Slot readSlot(ClaimId claim, String text) {
    String[] words = text.split(" ", -1);
    if (words.length != 6) {
      throw new IllegalArgumentException("not a slot: '" + text + "'");
    }
    BatchSpan span = readSpan(Arrays.copyOf(words, 4));
    return new Slot(claim, span, Instant.parse(words[4]), Integer.parseInt(words[5]));
  }

  /** First position, last position, count, arrival of the first record. */
  private static String spanText(BatchSpan span) {
    return String.join(
        " ",
        span.first().toSortableText(),
        span.last().toSortableText(),
        String.valueOf(span.count()),
        span.firstArrivedAt().toString());
  }

  private static BatchSpan readSpan(String[] words) {
    if (words.length != 4) {
      throw new IllegalArgumentException("not a span: '" + String.join(" ", words) + "'");
    }
    return new BatchSpan(
        Position.ofSortableText(words[0]),
        Position.ofSortableText(words[1]),
        Integer.parseInt(words[2]),
        Instant.parse(words[3]));
  }
}
