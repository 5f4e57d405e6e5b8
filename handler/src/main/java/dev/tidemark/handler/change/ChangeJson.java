package dev.tidemark.handler.change;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.tidemark.DynamoDbChange;
import dev.tidemark.checkpoint.Bytes;
import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Reads one record of a DynamoDB stream's event, as "Using AWS Lambda with Amazon DynamoDB" of the
 * Lambda developer guide shows it.
 */
public final class ChangeJson {

  private static final JsonFactory JSON = new JsonFactory();
  private static final double MILLIS = 1000;

  private ChangeJson() {}

  /** The fields of a record while they are gathered. */
  private static final class Fields {
    Optional<String> kind = Optional.empty();
    Optional<Map<String, AttributeValue>> keys = Optional.empty();
    Optional<Map<String, AttributeValue>> newImage = Optional.empty();
    Optional<Map<String, AttributeValue>> oldImage = Optional.empty();
    Optional<String> principal = Optional.empty();
    Instant at = Instant.EPOCH;
  }

  /**
   * Reads a record.
   *
   * @throws IOException when it is no change: malformed, or without a key or a name of what was
   *     done
   */
  public static DynamoDbChange read(Bytes record) throws IOException {
    var fields = new Fields();
    try (JsonParser json = JSON.createParser(record.asInputStream())) {
      json.nextToken();
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String name = json.currentName();
        json.nextToken();
        switch (name) {
          case "eventName" -> fields.kind = Optional.ofNullable(json.getValueAsString());
          case "dynamodb" -> readChange(json, fields);
          case "userIdentity" -> fields.principal = principal(json);
          default -> json.skipChildren();
        }
      }
    }
    return new DynamoDbChange(
        kind(fields.kind),
        fields.keys.orElseThrow(() -> new IOException("the record has no dynamodb.Keys")),
        fields.newImage,
        fields.oldImage,
        fields.at,
        fields.principal);
  }

  private static DynamoDbChange.Kind kind(Optional<String> name) throws IOException {
    String text = name.orElseThrow(() -> new IOException("the record has no eventName"));
    try {
      return DynamoDbChange.Kind.valueOf(text.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new IOException("the record's eventName is '" + text + "'", e);
    }
  }

  private static void readChange(JsonParser json, Fields fields) throws IOException {
    if (json.currentToken() != JsonToken.START_OBJECT) {
      json.skipChildren();
      return;
    }
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      json.nextToken();
      switch (name) {
        case "Keys" -> fields.keys = Optional.of(AttributeJson.map(json));
        case "NewImage" -> fields.newImage = Optional.of(AttributeJson.map(json));
        case "OldImage" -> fields.oldImage = Optional.of(AttributeJson.map(json));
        case "ApproximateCreationDateTime" -> fields.at = time(json);
        default -> json.skipChildren();
      }
    }
  }

  private static Instant time(JsonParser json) throws IOException {
    return json.currentToken().isNumeric()
        ? Instant.ofEpochMilli(Math.round(json.getDoubleValue() * MILLIS))
        : Instant.EPOCH;
  }

  private static Optional<String> principal(JsonParser json) throws IOException {
    Map<String, String> identity = new HashMap<>();
    if (json.currentToken() != JsonToken.START_OBJECT) {
      json.skipChildren();
      return Optional.empty();
    }
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      if (json.nextToken() == JsonToken.VALUE_STRING) {
        identity.put(name, json.getText());
      } else {
        json.skipChildren();
      }
    }
    return Optional.ofNullable(identity.getOrDefault("principalId", identity.get("PrincipalId")));
  }
}
