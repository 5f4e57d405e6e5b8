package dev.tidemark.checkpoint.file;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** A row's fields as a flat JSON object of texts, a line a field, in the order that was given. */
final class RowJson {

  private static final JsonFactory JSON = new JsonFactory();

  private RowJson() {}

  static String write(Map<String, String> fields) {
    var text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.setPrettyPrinter(
          new DefaultPrettyPrinter(
                  Separators.createDefaultInstance()
                      .withObjectFieldValueSpacing(Separators.Spacing.AFTER))
              .withObjectIndenter(new DefaultIndenter("  ", "\n")));
      json.writeStartObject();
      for (Map.Entry<String, String> field : fields.entrySet()) {
        json.writeStringField(field.getKey(), field.getValue());
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text + "\n";
  }

  /**
   * @throws IllegalArgumentException when the text is not a flat JSON object of texts
   */
  static Map<String, String> read(String text) {
    Map<String, String> fields = new LinkedHashMap<>();
    try (JsonParser json = JSON.createParser(text)) {
      require(json.nextToken() == JsonToken.START_OBJECT);
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String name = json.currentName();
        require(json.nextToken() == JsonToken.VALUE_STRING);
        require(fields.put(name, json.getText()) == null);
      }
      require(json.currentToken() == JsonToken.END_OBJECT);
      require(json.nextToken() == null);
    } catch (IOException e) {
      throw new IllegalArgumentException("not JSON", e);
    }
    return fields;
  }

  private static void require(boolean holds) {
    if (!holds) {
      throw new IllegalArgumentException("not a flat JSON object of texts");
    }
  }
}
