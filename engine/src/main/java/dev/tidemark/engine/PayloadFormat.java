package dev.tidemark.engine;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.tidemark.checkpoint.Bytes;
import dev.tidemark.checkpoint.Manifest;
import dev.tidemark.checkpoint.Position;
import dev.tidemark.checkpoint.RecordError;
import dev.tidemark.checkpoint.SequenceNumber;
import dev.tidemark.checkpoint.SourceRecord;
import dev.tidemark.checkpoint.protocol.ExhaustedRecord;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;

/**
 * The format of payload objects: gzip, UTF-8, one JSON object a line and a record.
 *
 * <p>A line of a batch has {@code sequenceNumber}, {@code subSequenceNumber}, {@code partitionKey},
 * {@code arrivedAt} (ISO-8601) and {@code data} (base64). A line of an exhausted record has {@code
 * attempts}, {@code errorType}, {@code errorMessage} and {@code errorDetail} as well. Line n of a
 * batch belongs to bit n of its row. Thread-safe.
 */
public final class PayloadFormat {

  /** The media type of the objects. */
  public static final String CONTENT_TYPE = "application/x-ndjson";

  private static final int BUFFER = 8_192;
  private static final int LARGEST_LINE_FIELDS = 16;

  /** Loaded when a payload is read or needs an escape, which is seldom. */
  private static final class Json {
    static final JsonFactory FACTORY = new JsonFactory();
  }

  private PayloadFormat() {}

  /** The payload of a batch. */
  public static Bytes encode(List<SourceRecord> records) {
    return compressed(
        out -> {
          var line = new RecordLine(out);
          for (SourceRecord record : records) {
            if (RecordLine.isPlain(record.partitionKey())) {
              line.write(record);
            } else {
              generated(out, json -> writeLine(json, record));
            }
          }
        });
  }

  private static void writeLine(JsonGenerator json, SourceRecord record) throws IOException {
    json.writeStartObject();
    writeRecord(json, record);
    json.writeEndObject();
    json.writeRaw('\n');
  }

  /** Exhausted records with their errors. */
  public static Bytes encodeExhausted(List<ExhaustedRecord> records) {
    return lines(
        json -> {
          for (ExhaustedRecord exhausted : records) {
            json.writeStartObject();
            writeRecord(json, exhausted.record());
            json.writeNumberField("attempts", exhausted.attempts());
            json.writeStringField("errorType", exhausted.error().type());
            json.writeStringField("errorMessage", exhausted.error().message());
            json.writeStringField("errorDetail", exhausted.error().detail());
            json.writeEndObject();
            json.writeRaw('\n');
          }
        });
  }

  /**
   * Which records a batch holds.
   *
   * @throws IllegalArgumentException when the object is damaged or of another format
   */
  public static Manifest decodeManifest(Bytes object) {
    return new Manifest(read(object).stream().map(line -> line.position()).toList());
  }

  /**
   * The records of a batch.
   *
   * @throws IllegalArgumentException when the object is damaged or of another format
   */
  public static List<SourceRecord> decode(Bytes object) {
    return read(object).stream().map(Line::toRecord).toList();
  }

  /**
   * Exhausted records with their errors.
   *
   * @throws IllegalArgumentException when the object is damaged or of another format
   */
  public static List<ExhaustedRecord> decodeExhausted(Bytes object) {
    return read(object).stream().map(Line::toExhausted).toList();
  }

  private interface Body {
    void writeTo(JsonGenerator json) throws IOException;
  }

  private interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  private static Bytes lines(Body body) {
    return compressed(out -> generated(out, body));
  }

  private static Bytes compressed(Content content) {
    var bytes = new ByteArrayOutputStream();
    try (var out = new BufferedOutputStream(new PayloadGzip(bytes), BUFFER)) {
      content.writeTo(out);
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory cannot fail", e);
    }
    return Bytes.wrap(bytes.toByteArray());
  }

  /** Leaves the stream open. */
  private static void generated(OutputStream out, Body body) throws IOException {
    try (JsonGenerator json = Json.FACTORY.createGenerator(out)) {
      json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
      json.setRootValueSeparator(null);
      body.writeTo(json);
    }
  }

  private static void writeRecord(JsonGenerator json, SourceRecord record) throws IOException {
    json.writeStringField("sequenceNumber", record.position().sequenceNumber().digits());
    json.writeNumberField("subSequenceNumber", record.position().subSequenceNumber());
    json.writeStringField("partitionKey", record.partitionKey());
    json.writeStringField("arrivedAt", record.arrivedAt().toString());
    json.writeFieldName("data");
    json.writeBinary(record.data().asInputStream(), record.data().size());
  }

  /** A line while it is read. */
  private static final class Line {
    private String sequenceNumber = "";
    private long subSequenceNumber;
    private String partitionKey = "";
    private Instant arrivedAt = Instant.EPOCH;
    private Bytes data = Bytes.EMPTY;
    private int attempts;
    private String errorType = "";
    private String errorMessage = "";
    private String errorDetail = "";

    Position position() {
      return new Position(new SequenceNumber(sequenceNumber), subSequenceNumber);
    }

    SourceRecord toRecord() {
      return new SourceRecord(position(), partitionKey, arrivedAt, data);
    }

    ExhaustedRecord toExhausted() {
      return new ExhaustedRecord(
          toRecord(), attempts, new RecordError(errorType, errorMessage, errorDetail));
    }

    void set(String field, JsonParser json) throws IOException {
      switch (field) {
        case "sequenceNumber" -> sequenceNumber = json.getText();
        case "subSequenceNumber" -> subSequenceNumber = json.getLongValue();
        case "partitionKey" -> partitionKey = json.getText();
        case "arrivedAt" -> arrivedAt = Instant.parse(json.getText());
        case "data" -> data = Bytes.wrap(json.getBinaryValue());
        case "attempts" -> attempts = json.getIntValue();
        case "errorType" -> errorType = json.getText();
        case "errorMessage" -> errorMessage = json.getText();
        case "errorDetail" -> errorDetail = json.getText();
        default -> throw new IllegalArgumentException("unknown field '" + field + "'");
      }
    }
  }

  private static List<Line> read(Bytes object) {
    var lines = new ArrayList<Line>();
    try (InputStream gunzip = new GZIPInputStream(object.asInputStream(), 8192);
        JsonParser json = Json.FACTORY.createParser(gunzip)) {
      while (json.nextToken() == JsonToken.START_OBJECT) {
        lines.add(readLine(json));
      }
      if (json.currentToken() != null) {
        throw new IllegalArgumentException("a payload has one JSON object a line");
      }
    } catch (IOException | java.time.DateTimeException e) {
      throw new IllegalArgumentException("the payload is damaged: " + e.getMessage(), e);
    }
    return lines;
  }

  private static Line readLine(JsonParser json) throws IOException {
    var line = new Line();
    int fields = 0;
    while (json.nextToken() == JsonToken.FIELD_NAME && fields++ < LARGEST_LINE_FIELDS) {
      String field = json.currentName();
      json.nextToken();
      line.set(field, json);
    }
    if (json.currentToken() != JsonToken.END_OBJECT || line.sequenceNumber.isEmpty()) {
      throw new IllegalArgumentException("not the line of a record");
    }
    return line;
  }
}
