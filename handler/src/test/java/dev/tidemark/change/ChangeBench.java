package dev.tidemark.change;

import com.amazonaws.services.lambda.runtime.Context;
import dev.tidemark.ChangeCodec;
import dev.tidemark.ConsumerParts;
import dev.tidemark.ConsumerSettings;
import dev.tidemark.DynamoDbChange;
import dev.tidemark.DynamoDbStreamConsumer;
import dev.tidemark.DynamoDbStreamRecord;
import dev.tidemark.Outcome;
import dev.tidemark.engine.PayloadFormat;
import dev.tidemark.testkit.ManualClock;
import dev.tidemark.testkit.store.MemoryNoteStore;
import dev.tidemark.testkit.store.MemoryPayloadStore;
import dev.tidemark.testkit.store.MemoryStatusStore;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A consumer of changes on memory stores, with what it was given. */
final class ChangeBench {

  static final String ARN =
      "arn:aws:dynamodb:eu-central-1:123456789012:table/earthquakes/stream/2015-06-27T00:48:05.899";

  final MemoryStatusStore statuses = new MemoryStatusStore();
  final MemoryPayloadStore payloads = new MemoryPayloadStore();
  final ManualClock clock = new ManualClock(Instant.parse("2026-01-01T00:00:00Z"));
  final Queue<DynamoDbStreamRecord<DynamoDbChange>> given = new ConcurrentLinkedQueue<>();
  private final Context context = new dev.tidemark.handler.TestContext();

  /** What is done with a record. */
  interface Code {
    Outcome process(DynamoDbStreamRecord<DynamoDbChange> record) throws Exception;
  }

  ConsumerParts parts() {
    return ConsumerParts.of(ConsumerSettings.named("changes"), statuses, payloads)
        .withNotes(new MemoryNoteStore())
        .withClock(clock);
  }

  DynamoDbStreamConsumer<DynamoDbChange> consumer(Code code) {
    return new DynamoDbStreamConsumer<>(ChangeCodec.changes(), parts()) {
      @Override
      protected Outcome process(DynamoDbStreamRecord<DynamoDbChange> record) throws Exception {
        given.add(record);
        return code.process(record);
      }
    };
  }

  DynamoDbStreamConsumer<DynamoDbChange> consumer() {
    return consumer(record -> Outcome.done());
  }

  String handle(DynamoDbStreamConsumer<DynamoDbChange> consumer, String event) throws IOException {
    var out = new ByteArrayOutputStream();
    byte[] bytes = event.getBytes(StandardCharsets.UTF_8);
    consumer.handleRequest(new ByteArrayInputStream(bytes), out, context);
    return out.toString(StandardCharsets.UTF_8);
  }

  /** The keys of the items whose changes were given. */
  List<String> keys() {
    return given.stream()
        .map(record -> Objects.requireNonNull(record.change().keys().get("id")).s())
        .toList();
  }

  List<String> exhausted() {
    return payloads.keys().stream()
        .filter(key -> key.value().startsWith("exhausted/"))
        .flatMap(key -> PayloadFormat.decodeExhausted(payloads.get(key).orElseThrow()).stream())
        .map(one -> one.record().position().sequenceNumber() + ": " + one.error().message())
        .toList();
  }

  static String sample(String file) {
    try (InputStream in = ChangeBench.class.getResourceAsStream("/events/" + file)) {
      return new String(Objects.requireNonNull(in, file).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  static String event(String... records) {
    return Stream.of(records).collect(Collectors.joining(",", "{\"Records\":[", "]}"));
  }

  static String insert(String sequenceNumber, String id) {
    return """
    {"eventID":"%s","eventName":"INSERT","eventSource":"aws:dynamodb","eventSourceARN":"%s",\
    "dynamodb":{"ApproximateCreationDateTime":1517363400,"Keys":{"id":{"S":"%s"}},\
    "SequenceNumber":"%s"}}\
    """
        .formatted(sequenceNumber + id, ARN, id, sequenceNumber);
  }

  static String failures(String... numbers) {
    return Stream.of(numbers)
        .map(number -> "{\"itemIdentifier\":\"" + number + "\"}")
        .collect(Collectors.joining(",", "{\"batchItemFailures\":[", "]}"));
  }
}
