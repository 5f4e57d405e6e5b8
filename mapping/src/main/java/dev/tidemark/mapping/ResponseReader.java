package dev.tidemark.mapping;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.tidemark.checkpoint.SequenceNumber;
import dev.tidemark.mapping.FunctionResponse.CheckpointAt;
import dev.tidemark.mapping.FunctionResponse.WholeBatchFailed;
import dev.tidemark.mapping.FunctionResponse.WholeBatchFailed.Reason;
import dev.tidemark.mapping.FunctionResponse.WholeBatchSucceeded;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the response of a function that reports batch item failures, to the letter.
 *
 * <p>{@code ""}, {@code []}, {@code null}, {@code {}} and an absent, null or empty {@code
 * batchItemFailures} mean success (recorded from AWS), so a misspelt outer key loses every failure
 * in silence. One item that cannot be followed fails the whole batch. Of the others the lowest
 * number counts. An empty body is read as {@code ""} (assumed). Forms AWS says nothing about follow
 * the open rule it is made with.
 */
public final class ResponseReader {
  private static final JsonFactory JSON = new JsonFactory();
  private static final String FAILURES = "batchItemFailures";
  private static final String IDENTIFIER = "itemIdentifier";

  private final OpenRules.UnknownResponse unknownForm;

  /** A reader with this choice for forms AWS says nothing about. */
  public ResponseReader(OpenRules.UnknownResponse unknownForm) {
    this.unknownForm = unknownForm;
  }

  /** What the response means for a batch of these records. */
  public FunctionResponse read(String responseJson, List<MappedRecord> batch) {
    if (responseJson.isBlank()) {
      return new WholeBatchSucceeded();
    }
    try (JsonParser parser = JSON.createParser(responseJson)) {
      parser.nextToken();
      FunctionResponse response = readDocument(parser, batch);
      return parser.nextToken() == null ? response : unknown();
    } catch (JsonProcessingException notJson) {
      return unknown();
    } catch (IOException e) {
      throw new UncheckedIOException("reading from memory failed", e);
    }
  }

  private FunctionResponse readDocument(JsonParser parser, List<MappedRecord> batch)
      throws IOException {
    return switch (parser.currentToken()) {
      case VALUE_NULL -> new WholeBatchSucceeded();
      case VALUE_STRING -> parser.getText().isEmpty() ? new WholeBatchSucceeded() : unknown();
      case START_ARRAY ->
          parser.nextToken() == JsonToken.END_ARRAY ? new WholeBatchSucceeded() : unknown();
      case START_OBJECT -> readObject(parser, batch);
      default -> unknown();
    };
  }

  private FunctionResponse readObject(JsonParser parser, List<MappedRecord> batch)
      throws IOException {
    FunctionResponse response = new WholeBatchSucceeded();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String key = parser.currentName();
      parser.nextToken();
      if (key.equals(FAILURES)) {
        response = readFailures(parser, batch);
      } else {
        parser.skipChildren();
      }
    }
    return response;
  }

  private FunctionResponse readFailures(JsonParser parser, List<MappedRecord> batch)
      throws IOException {
    if (parser.currentToken() == JsonToken.VALUE_NULL) {
      return new WholeBatchSucceeded();
    }
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      parser.skipChildren();
      return unknown();
    }
    List<Item> items = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      items.add(readItem(parser));
    }
    return items.isEmpty() ? new WholeBatchSucceeded() : lowest(items, batch);
  }

  private static FunctionResponse lowest(List<Item> items, List<MappedRecord> batch) {
    Map<String, SequenceNumber> known = new HashMap<>();
    batch.forEach(r -> known.put(r.sequenceNumber().digits(), r.sequenceNumber()));
    Optional<SequenceNumber> lowest = Optional.empty();
    for (Item item : items) {
      switch (item) {
        case Item.Unusable unusable -> {
          return new WholeBatchFailed(unusable.reason());
        }
        case Item.Identified identified -> {
          SequenceNumber number = known.get(identified.identifier());
          if (number == null) {
            return new WholeBatchFailed(Reason.NOT_IN_BATCH);
          }
          if (lowest.isEmpty() || number.compareTo(lowest.get()) < 0) {
            lowest = Optional.of(number);
          }
        }
      }
    }
    return new CheckpointAt(lowest.orElseThrow());
  }

  private static Item readItem(JsonParser parser) throws IOException {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      parser.skipChildren();
      return new Item.Unusable(Reason.NO_IDENTIFIER);
    }
    Item item = new Item.Unusable(Reason.NO_IDENTIFIER);
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String key = parser.currentName();
      parser.nextToken();
      if (key.equals(IDENTIFIER)) {
        item = readIdentifier(parser);
      } else {
        parser.skipChildren();
      }
    }
    return item;
  }

  private static Item readIdentifier(JsonParser parser) throws IOException {
    return switch (parser.currentToken()) {
      case VALUE_NULL -> new Item.Unusable(Reason.NULL_IDENTIFIER);
      case VALUE_STRING ->
          parser.getText().isEmpty()
              ? new Item.Unusable(Reason.EMPTY_IDENTIFIER)
              : new Item.Identified(parser.getText());
      default -> {
        parser.skipChildren();
        yield new Item.Unusable(Reason.NOT_IN_BATCH);
      }
    };
  }

  private FunctionResponse unknown() {
    return switch (unknownForm) {
      case FAILS -> new WholeBatchFailed(Reason.UNKNOWN_FORM);
      case SUCCEEDS -> new WholeBatchSucceeded();
    };
  }

  private sealed interface Item {
    record Identified(String identifier) implements Item {}

    record Unusable(Reason reason) implements Item {}
  }
}
