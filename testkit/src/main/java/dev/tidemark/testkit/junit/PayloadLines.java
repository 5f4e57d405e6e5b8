package dev.tidemark.testkit.junit;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.tidemark.checkpoint.Bytes;
import dev.tidemark.checkpoint.Position;
import dev.tidemark.checkpoint.SequenceNumber;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** Reads which records a payload object holds: gzip, a JSON object a line. */
final class PayloadLines {

  private static final JsonFactory JSON = new JsonFactory();

  private PayloadLines() {}

  /** The position of each line, in order. */
  static List<Position> positions(Bytes object) {
    var positions = new ArrayList<Position>();
    try (JsonParser json = JSON.createParser(new GZIPInputStream(object.asInputStream()))) {
      while (json.nextToken() == JsonToken.START_OBJECT) {
        positions.add(position(json));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("a payload object is damaged", e);
    }
    return positions;
  }

  private static Position position(JsonParser json) throws IOException {
    String sequenceNumber = "";
    long subSequenceNumber = 0;
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String field = json.currentName();
      json.nextToken();
      if (field.equals("sequenceNumber")) {
        sequenceNumber = json.getText();
      } else if (field.equals("subSequenceNumber")) {
        subSequenceNumber = json.getLongValue();
      } else {
        json.skipChildren();
      }
    }
    return new Position(new SequenceNumber(sequenceNumber), subSequenceNumber);
  }
}
