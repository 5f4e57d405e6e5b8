package dev.tidemark.handler;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.tidemark.checkpoint.Bytes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the JSON of a DynamoDB stream's event, as far as records have to be told apart. What a
 * record says stays JSON, and is read when it is processed: a malformed one harms only itself.
 * Thread-safe.
 */
final class ChangeEventReader {

  private static final JsonFactory JSON = new JsonFactory();

  private ChangeEventReader() {}

  /**
   * Reads an event.
   *
   * @return its records, in the order of the event
   * @throws EventException when it is no event of a DynamoDB stream, or a record cannot be told
   *     apart
   */
  static List<ChangeRecord> read(byte[] event) throws IOException {
    try (JsonParser json = JSON.createParser(event)) {
      var records = new ArrayList<ChangeRecord>();
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw noEvent();
      }
      boolean found = false;
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        boolean isRecords = json.currentName().equals("Records");
        if (json.nextToken() == JsonToken.START_ARRAY && isRecords) {
          found = true;
          while (json.nextToken() != JsonToken.END_ARRAY) {
            records.add(record(json, event, records.size()));
          }
        } else {
          json.skipChildren();
        }
      }
      if (!found) {
        throw noEvent();
      }
      return records;
    } catch (JsonProcessingException e) {
      throw new EventException("the event is not well-formed JSON: " + e.getOriginalMessage(), e);
    }
  }

  private static EventException noEvent() {
    return new EventException(
        "the event has no list 'Records'; expected is a DynamoDB stream's event from an event"
            + " source mapping");
  }

  private static ChangeRecord record(JsonParser json, byte[] event, int index) throws IOException {
    if (json.currentToken() != JsonToken.START_OBJECT) {
      throw new EventException("record " + index + " of the event is not an object");
    }
    int from = (int) json.currentTokenLocation().getByteOffset();
    var fields = new ChangeFields(index);
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      json.nextToken();
      switch (name) {
        case "eventSource" -> fields.eventSource = text(json);
        case "eventSourceARN" -> fields.eventSourceArn = text(json);
        case "dynamodb" -> readChange(json, event, fields);
        default -> json.skipChildren();
      }
    }
    int to = (int) json.currentTokenLocation().getByteOffset() + 1;
    return fields.toRecord(Bytes.wrap(event, from, to - from));
  }

  private static void readChange(JsonParser json, byte[] event, ChangeFields fields)
      throws IOException {
    if (json.currentToken() != JsonToken.START_OBJECT) {
      json.skipChildren();
      return;
    }
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      json.nextToken();
      switch (name) {
        case "SequenceNumber" -> fields.sequenceNumber = text(json);
        case "ApproximateCreationDateTime" -> fields.createdAt = number(json);
        case "Keys" -> {
          int from = (int) json.currentTokenLocation().getByteOffset();
          json.skipChildren();
          int to = (int) json.currentTokenLocation().getByteOffset() + 1;
          fields.keys = Bytes.wrap(event, from, Math.max(1, to - from)).toUtf8();
        }
        default -> json.skipChildren();
      }
    }
  }

  private static String text(JsonParser json) throws IOException {
    if (json.currentToken() == JsonToken.VALUE_STRING) {
      return json.getText();
    }
    json.skipChildren();
    return "";
  }

  private static double number(JsonParser json) throws IOException {
    if (json.currentToken().isNumeric()) {
      return json.getDoubleValue();
    }
    json.skipChildren();
    return 0;
  }
}
