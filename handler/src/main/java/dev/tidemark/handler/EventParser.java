package dev.tidemark.handler;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the JSON of any Kinesis event, strictly where a record could get lost and leniently where a
 * field is none of its business. Thread-safe.
 *
 * <p>It says what an event means, and what is wrong with one. {@link EventScanner} is faster, and
 * has to agree with it.
 */
final class EventParser {

  /** An invocation's payload is at most 6 MB; the largest single text is within it. */
  static final int LONGEST_TEXT = 8 * 1024 * 1024;

  private static final int DEEPEST = 32;

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxStringLength(LONGEST_TEXT)
                  .maxNestingDepth(DEEPEST)
                  .build())
          .build();

  private EventParser() {}

  /**
   * Reads an event.
   *
   * @return its records, in the order of the event; none when {@code Records} is empty
   * @throws EventException when it is no Kinesis event, or a record cannot be told apart
   * @throws IOException when the stream cannot be read
   */
  static List<EventRecord> parse(InputStream event) throws IOException {
    try (JsonParser json = JSON.createParser(event)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw new EventException(
            "the event is not a JSON object; expected is a Kinesis event from an event source"
                + " mapping");
      }
      List<EventRecord> records = null;
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        boolean isRecords = json.currentName().equals("Records");
        json.nextToken();
        if (isRecords) {
          records = readRecords(json);
        } else {
          json.skipChildren();
        }
      }
      if (records == null) {
        throw new EventException(
            "the event has no 'Records'; expected is a Kinesis event from an event source mapping");
      }
      if (json.nextToken() != null) {
        throw new EventException("behind the end of the event there is more");
      }
      return records;
    } catch (JsonProcessingException e) {
      throw new EventException("the event is not well-formed JSON: " + e.getOriginalMessage(), e);
    }
  }

  private static List<EventRecord> readRecords(JsonParser json) throws IOException {
    var records = new ArrayList<EventRecord>();
    if (json.currentToken() != JsonToken.START_ARRAY) {
      throw new EventException("'Records' of the event is not a list");
    }
    while (json.nextToken() != JsonToken.END_ARRAY) {
      if (json.currentToken() != JsonToken.START_OBJECT) {
        throw new EventException("record " + records.size() + " of the event is not an object");
      }
      records.add(readRecord(json, records.size()));
    }
    return records;
  }

  private static EventRecord readRecord(JsonParser json, int index) throws IOException {
    var fields = new RecordFields(index);
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      json.nextToken();
      switch (name) {
        case "eventSource" -> fields.eventSource = text(json);
        case "eventID" -> fields.eventId = text(json);
        case "eventSourceARN" -> fields.eventSourceArn = text(json);
        case "kinesis" -> readKinesis(json, fields);
        default -> json.skipChildren();
      }
    }
    return fields.toRecord();
  }

  private static void readKinesis(JsonParser json, RecordFields fields) throws IOException {
    if (json.currentToken() != JsonToken.START_OBJECT) {
      json.skipChildren();
      return;
    }
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      json.nextToken();
      switch (name) {
        case "sequenceNumber" -> fields.sequenceNumber = text(json);
        case "partitionKey" -> fields.partitionKey = text(json);
        case "data" -> readData(json, fields);
        case "approximateArrivalTimestamp" -> fields.arrivedAt = number(json);
        default -> json.skipChildren();
      }
    }
  }

  private static void readData(JsonParser json, RecordFields fields) throws IOException {
    if (json.currentToken() == JsonToken.VALUE_STRING) {
      fields.encoded(json.getTextCharacters(), json.getTextOffset(), json.getTextLength());
    } else {
      json.skipChildren();
      fields.missing();
    }
  }

  /** A text, or nothing for any other value: the record then lacks it. */
  private static String text(JsonParser json) throws IOException {
    if (json.currentToken() == JsonToken.VALUE_STRING) {
      return json.getText();
    }
    json.skipChildren();
    return RecordFields.ABSENT;
  }

  private static double number(JsonParser json) throws IOException {
    if (json.currentToken().isNumeric()) {
      return json.getDoubleValue();
    }
    json.skipChildren();
    return 0;
  }
}
