package dev.tidemark.cli.operate;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** A function whose answers a test gives; it keeps what it was sent. */
final class ScriptedFunction implements FunctionCall {

  static final String ARN = "arn:aws:lambda:us-east-1:000000000000:function:other";

  /** The shards and sequence numbers of each event. */
  final List<List<String>> events = new ArrayList<>();

  /** The data of each record of the last event, in base64. */
  final List<String> data = new ArrayList<>();

  private final String consumer;
  private final Function<List<String>, Answer> script;

  ScriptedFunction(String consumer, Function<List<String>, Answer> script) {
    this.consumer = consumer;
    this.script = script;
  }

  /** Is done with whatever it gets. */
  static ScriptedFunction done() {
    return new ScriptedFunction("other", event -> new Answer.Returned("{}"));
  }

  /** An answer that names unfinished records. */
  static Answer unfinished(String... numbers) {
    var items = new ArrayList<String>();
    for (String number : numbers) {
      items.add("{\"itemIdentifier\":\"%s\"}".formatted(number));
    }
    return new Answer.Returned("{\"batchItemFailures\":[%s]}".formatted(String.join(",", items)));
  }

  /** All that it was sent, event after event. */
  List<String> sent() {
    return events.stream().flatMap(List::stream).toList();
  }

  @Override
  public String arn() {
    return ARN;
  }

  @Override
  public String consumer() {
    return consumer;
  }

  @Override
  public Answer invoke(byte[] event) {
    var ids = new ArrayList<String>();
    data.clear();
    try (JsonParser json = new JsonFactory().createParser(event)) {
      while (json.nextToken() != null) {
        if (json.currentToken() == JsonToken.VALUE_STRING) {
          switch (json.currentName()) {
            case "eventID" -> ids.add(json.getText());
            case "data" -> data.add(json.getText());
            default -> json.getText();
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    events.add(ids.stream().map(id -> id.substring(id.indexOf(':') + 1)).toList());
    return script.apply(ids);
  }
}
