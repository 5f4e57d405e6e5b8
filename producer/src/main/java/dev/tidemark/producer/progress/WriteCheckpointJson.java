package dev.tidemark.producer.progress;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.tidemark.checkpoint.Bytes;
import dev.tidemark.producer.TargetPosition;
import dev.tidemark.producer.WriteCheckpoint;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** A write checkpoint as a JSON object, which people and tools can read. */
final class WriteCheckpointJson {

  private static final JsonFactory JSON = new JsonFactory();

  private WriteCheckpointJson() {}

  static Bytes write(WriteCheckpoint checkpoint) {
    var out = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(out)) {
      json.writeStartObject();
      json.writeStringField("producer", checkpoint.producer());
      json.writeStringField("target", checkpoint.target());
      json.writeStringField("part", checkpoint.position().part());
      json.writeStringField("offset", checkpoint.position().offset());
      json.writeStringField("sourceTime", checkpoint.sourceTime().toString());
      json.writeNumberField("records", checkpoint.records());
      json.writeStringField("writtenAt", checkpoint.writtenAt().toString());
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("memory fails no write", e);
    }
    return Bytes.wrap(out.toByteArray());
  }

  /**
   * @throws IOException when this is no write checkpoint, or not the whole of one
   */
  static WriteCheckpoint read(Bytes text) throws IOException {
    Map<String, String> fields = fields(text);
    try {
      return new WriteCheckpoint(
          field(fields, "producer"),
          field(fields, "target"),
          new TargetPosition(field(fields, "part"), field(fields, "offset")),
          Instant.parse(field(fields, "sourceTime")),
          Long.parseLong(field(fields, "records")),
          Instant.parse(field(fields, "writtenAt")));
    } catch (DateTimeException | NumberFormatException e) {
      throw new IOException("not a write checkpoint: " + e.getMessage(), e);
    }
  }

  private static Map<String, String> fields(Bytes text) throws IOException {
    Map<String, String> fields = new HashMap<>();
    try (JsonParser json = JSON.createParser(text.toByteArray())) {
      json.nextToken();
      for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
        json.nextToken();
        fields.put(name, json.getText());
      }
      if (json.currentToken() != JsonToken.END_OBJECT) {
        throw new IOException("not a write checkpoint");
      }
    }
    return fields;
  }

  private static String field(Map<String, String> fields, String name) throws IOException {
    String value = fields.get(name);
    if (value == null) {
      throw new IOException("not a write checkpoint: it has no field '" + name + "'");
    }
    return value;
  }
}
