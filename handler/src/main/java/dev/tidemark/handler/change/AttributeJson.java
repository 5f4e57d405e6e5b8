package dev.tidemark.handler.change;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Reads attribute values in DynamoDB's own JSON: {@code {"N":"1"}} and the like. */
final class AttributeJson {

  private AttributeJson() {}

  /** A map of values; the parser stands at its beginning, and then at its end. */
  static Map<String, AttributeValue> map(JsonParser json) throws IOException {
    require(json, JsonToken.START_OBJECT);
    Map<String, AttributeValue> values = new LinkedHashMap<>();
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      json.nextToken();
      values.put(name, value(json));
    }
    return values;
  }

  private static AttributeValue value(JsonParser json) throws IOException {
    require(json, JsonToken.START_OBJECT);
    require(json, json.nextToken(), JsonToken.FIELD_NAME);
    String type = json.currentName();
    json.nextToken();
    AttributeValue value =
        switch (type) {
          case "S" -> AttributeValue.fromS(text(json));
          case "N" -> AttributeValue.fromN(text(json));
          case "B" -> AttributeValue.fromB(bytes(text(json)));
          case "BOOL" -> AttributeValue.fromBool(json.getBooleanValue());
          case "NULL" -> AttributeValue.fromNul(json.getBooleanValue());
          case "SS" -> AttributeValue.fromSs(texts(json));
          case "NS" -> AttributeValue.fromNs(texts(json));
          case "BS" -> AttributeValue.fromBs(byteSets(json));
          case "M" -> AttributeValue.fromM(map(json));
          case "L" -> AttributeValue.fromL(list(json));
          default -> throw new IOException("an attribute has the unknown type '" + type + "'");
        };
    require(json, json.nextToken(), JsonToken.END_OBJECT);
    return value;
  }

  private static List<AttributeValue> list(JsonParser json) throws IOException {
    require(json, JsonToken.START_ARRAY);
    var values = new ArrayList<AttributeValue>();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      values.add(value(json));
    }
    return values;
  }

  private static List<String> texts(JsonParser json) throws IOException {
    require(json, JsonToken.START_ARRAY);
    var texts = new ArrayList<String>();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      texts.add(text(json));
    }
    return texts;
  }

  private static List<SdkBytes> byteSets(JsonParser json) throws IOException {
    var bytes = new ArrayList<SdkBytes>();
    for (String text : texts(json)) {
      bytes.add(bytes(text));
    }
    return bytes;
  }

  private static String text(JsonParser json) throws IOException {
    require(json, JsonToken.VALUE_STRING);
    return json.getText();
  }

  private static SdkBytes bytes(String base64) throws IOException {
    try {
      return SdkBytes.fromByteArray(Base64.getDecoder().decode(base64));
    } catch (IllegalArgumentException e) {
      throw new IOException("a binary attribute is not base64", e);
    }
  }

  private static void require(JsonParser json, JsonToken expected) throws IOException {
    require(json, json.currentToken(), expected);
  }

  private static void require(JsonParser json, JsonToken found, JsonToken expected)
      throws IOException {
    if (found != expected) {
      throw new IOException(
          "attributes are malformed: %s where %s belongs, at %s"
              .formatted(found, expected, json.currentLocation().offsetDescription()));
    }
  }
}
