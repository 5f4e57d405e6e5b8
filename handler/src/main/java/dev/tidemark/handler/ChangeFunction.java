package dev.tidemark.handler;

import com.amazonaws.services.lambda.runtime.Context;
import dev.tidemark.ConsumerParts;
import dev.tidemark.checkpoint.Position;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * Takes an invocation of a DynamoDB stream apart, has it processed and answers the event source
 * mapping. Thread-safe.
 */
public final class ChangeFunction {

  private final KinesisFunction function;

  private ChangeFunction(KinesisFunction function) {
    this.function = Objects.requireNonNull(function);
  }

  /** A function that hands its consumer one change at a time. */
  public static <T> ChangeFunction of(ConsumerParts parts, OneByOneProcessor<T> consumer) {
    return new ChangeFunction(KinesisFunction.oneByOne(parts, consumer));
  }

  /**
   * Handles the event as Lambda's runtime streams it.
   *
   * @throws EventException when it is no event of a DynamoDB stream
   * @throws CheckpointException when a store is missing or denied and nothing could be done
   */
  public void handle(InputStream event, OutputStream response, Context context) throws IOException {
    List<ChangeRecord> records = ChangeEventReader.read(event.readAllBytes());
    Map<Position, String> numbers = new HashMap<>();
    records.forEach(one -> numbers.put(one.record().source().position(), one.sequenceNumber()));
    List<Position> unfinished =
        function.handle(records.stream().map(ChangeRecord::record).toList(), context);
    String failures =
        unfinished.stream()
            .map(position -> Objects.requireNonNull(numbers.get(position)))
            .map(number -> "{\"itemIdentifier\":\"" + number + "\"}")
            .collect(Collectors.joining(","));
    String json = "{\"batchItemFailures\":[" + failures + "]}";
    response.write(json.getBytes(StandardCharsets.UTF_8));
  }
}
