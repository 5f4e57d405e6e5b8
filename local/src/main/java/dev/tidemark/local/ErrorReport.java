package dev.tidemark.local;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

/** What Lambda's runtime posts when a handler throws or cannot be loaded. */
record ErrorReport(String type, String message, String body) {
  private static final JsonFactory JSON = new JsonFactory();

  static ErrorReport read(String body) {
    String type = "Runtime.Unknown";
    String message = "";
    try (JsonParser parser = JSON.createParser(body)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return new ErrorReport(type, message, body);
      }
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String field = parser.currentName();
        JsonToken value = parser.nextToken();
        if (value == JsonToken.VALUE_STRING && field.equals("errorType")) {
          type = parser.getText();
        } else if (value == JsonToken.VALUE_STRING && field.equals("errorMessage")) {
          message = parser.getText();
        }
        parser.skipChildren();
      }
    } catch (IOException e) {
      return new ErrorReport("Runtime.InvalidErrorReport", "not JSON: " + e.getMessage(), body);
    }
    return new ErrorReport(type, message, body);
  }
}
