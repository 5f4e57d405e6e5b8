package dev.tidemark.cli.demo;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.tidemark.checkpoint.aws.CheckpointTable;
import dev.tidemark.local.LocalAws;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The calls of a request to DynamoDB. A transaction needs the permissions of its parts: Amazon
 * DynamoDB Developer Guide, "Using IAM with DynamoDB transactions".
 */
final class DynamoDbCalls {

  private static final JsonFactory JSON = new JsonFactory();
  private static final Set<String> PARTS = Set.of("Put", "Update", "Delete", "ConditionCheck");
  private static final String TABLES =
      "arn:aws:dynamodb:" + LocalAws.REGION + ":" + LocalAws.ACCOUNT + ":table/";

  private final List<Call> calls = new ArrayList<>();
  private String action;
  private String table = "";
  private String key = "";

  private DynamoDbCalls(String action) {
    this.action = action;
  }

  static List<Call> of(String operation, String body) {
    var calls = new DynamoDbCalls(operation);
    try (JsonParser json = JSON.createParser(body)) {
      calls.read(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    calls.end();
    return calls.calls;
  }

  private void read(JsonParser json) throws IOException {
    boolean transaction = action.startsWith("Transact");
    while (json.nextToken() != null) {
      String name = json.currentName() == null ? "" : json.currentName();
      if (json.currentToken() == JsonToken.START_OBJECT && transaction && PARTS.contains(name)) {
        end();
        action = name + "Item";
      } else if (json.currentToken() == JsonToken.VALUE_STRING) {
        value(json, name);
      }
    }
  }

  /** A key is a text, or the only text that a query's values hold which looks like one. */
  private void value(JsonParser json, String name) throws IOException {
    if (name.equals("TableName")) {
      table = json.getText();
    } else if (name.equals("S")) {
      String field = json.getParsingContext().getParent().getCurrentName();
      boolean partition = CheckpointTable.PARTITION_KEY.equals(field);
      boolean query = action.equals("Query") && json.getText().split("#", -1).length == 3;
      key = partition || (query && key.isEmpty()) ? json.getText() : key;
    }
  }

  private void end() {
    if (!table.isEmpty()) {
      calls.add(
          new Call(
              "dynamodb:" + action,
              TABLES + table,
              key.isEmpty() ? Optional.empty() : Optional.of(key)));
    }
    table = "";
    key = "";
  }
}
