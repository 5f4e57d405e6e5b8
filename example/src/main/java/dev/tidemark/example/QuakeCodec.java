package dev.tidemark.example;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.tidemark.RecordCodec;
import dev.tidemark.checkpoint.Bytes;
import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Reads a quake from a flat JSON object. */
final class QuakeCodec implements RecordCodec<Quake> {

  private static final JsonFactory JSON = new JsonFactory();

  @Override
  public Quake decode(Bytes data) throws IOException {
    Map<String, String> fields = fields(data);
    return new Quake(
        text(fields, "id"),
        Instant.ofEpochMilli(Long.parseLong(text(fields, "time"))),
        number(fields, "magnitude"),
        text(fields, "place"),
        text(fields, "network"),
        text(fields, "type"),
        text(fields, "status"),
        new Quake.Location(
            number(fields, "longitude"), number(fields, "latitude"), number(fields, "depth")),
        Optional.ofNullable(fields.get("drill")).map(Drill::ofWord));
  }

  private static Map<String, String> fields(Bytes data) throws IOException {
    var fields = new HashMap<String, String>();
    try (JsonParser json = JSON.createParser(data.asInputStream())) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw new IOException("a quake is a JSON object");
      }
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String name = json.currentName();
        if (!json.nextToken().isScalarValue()) {
          throw new IOException("'" + name + "' of a quake is not a single value");
        }
        fields.put(name, json.getText());
      }
    }
    return fields;
  }

  private static String text(Map<String, String> fields, String name) throws IOException {
    String value = fields.get(name);
    if (value == null) {
      throw new IOException("the quake has no '" + name + "'");
    }
    return value;
  }

  private static double number(Map<String, String> fields, String name) throws IOException {
    return Double.parseDouble(text(fields, name));
  }
}
