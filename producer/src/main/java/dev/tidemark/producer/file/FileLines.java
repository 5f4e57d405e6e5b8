package dev.tidemark.producer.file;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.tidemark.checkpoint.Bytes;
import dev.tidemark.producer.Delivery;
import dev.tidemark.producer.HashKey;
import dev.tidemark.producer.OutgoingRecord;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The format of a file of records: UTF-8, a JSON object a line, each line with a line feed behind
 * it.
 *
 * <p>A line has {@code position} (a number that grows from line to line), {@code partitionKey},
 * {@code hashKey} (a decimal number in a string; only if there is one), {@code sourceTime}
 * (ISO-8601), and the record's bytes: as {@code text} when they are UTF-8, otherwise as {@code
 * base64}. A line of dead letters has {@code cause}, {@code reason} and {@code attempts} as well.
 * Readers leave alone what they do not know. What stands behind the last line feed is no line yet.
 */
public final class FileLines {

  private static final JsonFactory JSON = new JsonFactory();

  private FileLines() {}

  /** A line: a record and where it is. */
  public record Line(long position, OutgoingRecord record) {}

  /** A line with its line feed. */
  public static Bytes encode(Line line) {
    return write(json -> writeLine(json, line));
  }

  /** A line of dead letters with its line feed. */
  static Bytes encode(Line line, Delivery.Undelivered why) {
    return write(
        json -> {
          writeLine(json, line);
          json.writeStringField("cause", why.cause().name());
          json.writeStringField("reason", why.reason());
          json.writeNumberField("attempts", why.attempts());
        });
  }

  private interface Fields {
    void write(JsonGenerator json) throws IOException;
  }

  private static Bytes write(Fields fields) {
    var out = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(out)) {
      json.writeStartObject();
      fields.write(json);
      json.writeEndObject();
      json.writeRaw('\n');
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Bytes.wrap(out.toByteArray());
  }

  private static void writeLine(JsonGenerator json, Line line) throws IOException {
    OutgoingRecord record = line.record();
    json.writeNumberField("position", line.position());
    json.writeStringField("partitionKey", record.partitionKey());
    if (record.hashKey().isPresent()) {
      json.writeStringField("hashKey", record.hashKey().get().toString());
    }
    json.writeStringField("sourceTime", record.sourceTime().toString());
    Optional<String> text = text(record.data());
    if (text.isPresent()) {
      json.writeStringField("text", text.get());
    } else {
      json.writeStringField("base64", record.data().toBase64());
    }
  }

  private static Optional<String> text(Bytes data) {
    try {
      return Optional.of(
          StandardCharsets.UTF_8.newDecoder().decode(data.asByteBuffer()).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  /**
   * Reads a line.
   *
   * @param line with or without its line feed
   * @throws IllegalArgumentException when it is not of this format
   */
  public static Line decode(Bytes line) {
    try {
      Map<String, String> fields = fields(line);
      Optional<HashKey> hashKey =
          Optional.ofNullable(fields.get("hashKey")).map(it -> new HashKey(new BigInteger(it)));
      return new Line(
          Long.parseLong(required(fields, "position")),
          new OutgoingRecord(
              required(fields, "partitionKey"),
              hashKey,
              data(fields),
              Instant.parse(required(fields, "sourceTime"))));
    } catch (IOException | DateTimeException | NumberFormatException e) {
      throw new IllegalArgumentException("not a line of records: " + e.getMessage(), e);
    }
  }

  private static Map<String, String> fields(Bytes line) throws IOException {
    Map<String, String> fields = new HashMap<>();
    try (JsonParser json = JSON.createParser(line.asInputStream())) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw new IllegalArgumentException("not a line of records: it is no JSON object");
      }
      for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
        if (json.nextToken().isStructStart()) {
          json.skipChildren();
        } else {
          fields.put(name, json.getText());
        }
      }
      if (json.currentToken() != JsonToken.END_OBJECT || json.nextToken() != null) {
        throw new IllegalArgumentException("not a line of records: it is no JSON object");
      }
    }
    return fields;
  }

  private static String required(Map<String, String> fields, String name) {
    String value = fields.get(name);
    if (value == null) {
      throw new IllegalArgumentException("not a line of records: it has no " + name);
    }
    return value;
  }

  private static Bytes data(Map<String, String> fields) {
    String text = fields.get("text");
    return text != null
        ? Bytes.ofUtf8(text)
        : Bytes.wrap(Base64.getDecoder().decode(required(fields, "base64")));
  }
}
