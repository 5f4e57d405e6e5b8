package dev.tidemark.handler.window;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What an event says beside its records, as "Implementing stateful Kinesis Data Streams processing
 * in Lambda" of the Lambda developer guide shows it.
 *
 * @param start when the window begins
 * @param end when it ends
 * @param state what the last invocation answered; empty for the first of a window
 * @param shard the shard's id
 * @param sourceArn the stream's ARN
 * @param isFinal whether the window is over
 */
public record WindowEvent(
    Instant start,
    Instant end,
    Map<String, String> state,
    String shard,
    String sourceArn,
    boolean isFinal) {

  private static final JsonFactory JSON = new JsonFactory();

  public WindowEvent {
    Objects.requireNonNull(start);
    Objects.requireNonNull(end);
    state = Map.copyOf(state);
    Objects.requireNonNull(shard);
    Objects.requireNonNull(sourceArn);
  }

  /**
   * Reads it.
   *
   * @return nothing when the event has no window
   * @throws IOException when the event is no JSON, or what it says of a window is incomplete
   */
  public static Optional<WindowEvent> read(byte[] event) throws IOException {
    Map<String, String> texts = new HashMap<>();
    Map<String, String> window = Map.of();
    Map<String, String> state = Map.of();
    boolean isFinal = false;
    try (JsonParser json = JSON.createParser(event)) {
      json.nextToken();
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String name = json.currentName();
        json.nextToken();
        switch (name) {
          case "window" -> window = texts(json);
          case "state" -> state = texts(json);
          case "isFinalInvokeForWindow" -> isFinal = json.getValueAsBoolean();
          case "shardId", "eventSourceARN" ->
              texts.put(name, Objects.requireNonNullElse(json.getValueAsString(), ""));
          default -> json.skipChildren();
        }
      }
    }
    if (window.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new WindowEvent(
            time(window, "start"),
            time(window, "end"),
            state,
            required(texts, "shardId"),
            required(texts, "eventSourceARN"),
            isFinal));
  }

  private static Map<String, String> texts(JsonParser json) throws IOException {
    Map<String, String> texts = new HashMap<>();
    if (json.currentToken() != JsonToken.START_OBJECT) {
      json.skipChildren();
      return texts;
    }
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      if (json.nextToken() == JsonToken.VALUE_STRING) {
        texts.put(name, json.getText());
      } else {
        json.skipChildren();
      }
    }
    return texts;
  }

  private static Instant time(Map<String, String> window, String name) throws IOException {
    String text = required(window, name);
    try {
      return Instant.parse(text);
    } catch (DateTimeException e) {
      throw new IOException("the event's window." + name + " is no time: '" + text + "'", e);
    }
  }

  private static String required(Map<String, String> texts, String name) throws IOException {
    String text = texts.get(name);
    if (text == null || text.isEmpty()) {
      throw new IOException("the event of a tumbling window has no '" + name + "'");
    }
    return text;
  }
}
