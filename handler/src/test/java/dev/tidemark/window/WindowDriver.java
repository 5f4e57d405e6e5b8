package dev.tidemark.window;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.tidemark.handler.TestContext;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * What Lambda does with a window of a shard: batch after batch with the state of the last answer, a
 * failed one again with the same state, and at the end an invocation without records.
 */
final class WindowDriver {

  static final Instant FIRST_WINDOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final int MOST = 60;
  private static final JsonFactory JSON = new JsonFactory();

  /** A process that handles invocations, and may die of one. */
  interface FunctionProcess {
    QuakesPerMinute handler();

    boolean hasDied();
  }

  private final Supplier<FunctionProcess> processes;
  private FunctionProcess process;
  private int invocations;
  private int deaths;
  private String lastError = "none";

  WindowDriver(Supplier<FunctionProcess> processes) {
    this.processes = processes;
    this.process = processes.get();
  }

  private record Answer(String state, List<String> failures) {}

  /** How many processes died. */
  int deaths() {
    return deaths;
  }

  /**
   * Runs a window: the numbers are values and, from {@code first} on, positions. A batch that comes
   * again has one record more.
   */
  void window(int number, int first, List<String> values, int batchSize) {
    String state = "{}";
    int at = 0;
    int more = 0;
    while (at < values.size()) {
      int to = Math.min(values.size(), at + batchSize + more);
      var records = new ArrayList<String>();
      for (int i = at; i < to; i++) {
        records.add(record(first + i, values.get(i)));
      }
      Optional<Answer> answer = answer(event(number, records, state, false));
      more = answer.isPresent() ? 0 : 1;
      if (answer.isPresent()) {
        state = answer.get().state();
        List<String> failures = answer.get().failures();
        at = failures.isEmpty() ? to : Integer.parseInt(failures.getFirst()) - first;
      }
    }
    String end = event(number, List.of(), state, true);
    for (Optional<Answer> answer = answer(end); answer.isEmpty(); ) {
      answer = answer(end);
    }
  }

  private Optional<Answer> answer(String event) {
    if (invocations++ == MOST) {
      throw new AssertionError("no end after " + MOST + " invocations; last error " + lastError);
    }
    if (process.hasDied()) {
      process = processes.get();
      deaths++;
    }
    var out = new ByteArrayOutputStream();
    boolean isAnswered = invoke(event, out);
    return isAnswered && !process.hasDied() ? Optional.of(parse(out)) : Optional.empty();
  }

  /** Whether it came back; if not, Lambda invokes it again. */
  private boolean invoke(String event, ByteArrayOutputStream out) {
    byte[] bytes = event.getBytes(StandardCharsets.UTF_8);
    try {
      process.handler().handleRequest(new ByteArrayInputStream(bytes), out, new TestContext());
      return true;
    } catch (IOException | RuntimeException e) {
      lastError = e.toString();
      return false;
    }
  }

  private static Answer parse(ByteArrayOutputStream out) {
    try {
      return parse(out.toByteArray());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static Answer parse(byte[] json) throws IOException {
    String state = "{}";
    var failures = new ArrayList<String>();
    try (JsonParser parser = JSON.createParser(json)) {
      parser.nextToken();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        boolean isState = parser.currentName().equals("state");
        parser.nextToken();
        if (isState && parser.nextToken() == JsonToken.FIELD_NAME) {
          state = "{\"%s\":\"%s\"}".formatted(parser.currentName(), parser.nextTextValue());
          parser.nextToken();
        } else if (!isState) {
          while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (parser.currentToken() == JsonToken.VALUE_STRING) {
              failures.add(parser.getText());
            }
          }
        }
      }
    }
    return new Answer(state, failures);
  }

  static String event(int number, List<String> records, String state, boolean isFinal) {
    Instant start = FIRST_WINDOW.plusSeconds(60L * number);
    return """
    {"Records":[%s],"window":{"start":"%s","end":"%s"},"state":%s,\
    "shardId":"shardId-000000000000",\
    "eventSourceARN":"arn:aws:kinesis:eu-central-1:123456789012:stream/quakes",\
    "isFinalInvokeForWindow":%s,"isWindowTerminatedEarly":false}\
    """
        .formatted(
            records.stream().collect(Collectors.joining(",")),
            start,
            start.plusSeconds(60),
            state,
            isFinal);
  }

  static String record(int position, String value) {
    return """
    {"kinesis":{"partitionKey":"key-%d","sequenceNumber":"%d","data":"%s",\
    "approximateArrivalTimestamp":1517363400.25},"eventSource":"aws:kinesis",\
    "eventID":"shardId-000000000000:%d",\
    "eventSourceARN":"arn:aws:kinesis:eu-central-1:123456789012:stream/quakes"}\
    """
        .formatted(
            position % 3,
            position,
            Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8)),
            position);
  }
}
