package dev.tidemark.handler;

import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import dev.tidemark.ConsumerParts;
import dev.tidemark.ConsumerSettings;
import dev.tidemark.KinesisBatch;
import dev.tidemark.KinesisBatchConsumer;
import dev.tidemark.KinesisConsumer;
import dev.tidemark.KinesisRecord;
import dev.tidemark.Outcome;
import dev.tidemark.RecordCodec;
import dev.tidemark.checkpoint.store.PayloadStore;
import dev.tidemark.checkpoint.store.StatusStore;
import dev.tidemark.engine.PayloadFormat;
import dev.tidemark.testkit.ManualClock;
import dev.tidemark.testkit.store.MemoryPayloadStore;
import dev.tidemark.testkit.store.MemoryStatusStore;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;

/** A consumer on memory stores, with what it was given and what became of it. */
final class Bench {

  static final ConsumerSettings SETTINGS =
      ConsumerSettings.fromEnvironment(
          Map.of(
              "TIDEMARK_CONSUMER", "bench",
              "TIDEMARK_TABLE", "table",
              "TIDEMARK_BUCKET", "bucket"));

  final MemoryStatusStore statuses = new MemoryStatusStore();
  final MemoryPayloadStore payloads = new MemoryPayloadStore();
  final ManualClock clock = new ManualClock(Instant.parse("2026-01-01T00:00:00Z"));
  final TestContext context = new TestContext();

  /** The values that the consumer was given. */
  final Queue<String> given = new ConcurrentLinkedQueue<>();

  ConsumerParts parts() {
    return parts(statuses, payloads);
  }

  ConsumerParts parts(StatusStore statuses, PayloadStore payloads) {
    return ConsumerParts.of(SETTINGS, statuses, payloads).withClock(clock);
  }

  /** A consumer of text, record by record. */
  static final class Texts extends KinesisConsumer<String> {
    private final Code code;
    private final Queue<String> given;

    /** What is done with a record. */
    interface Code {
      Outcome process(KinesisRecord<String> record) throws Exception;
    }

    Texts(Bench bench, RecordCodec<String> codec, ConsumerParts parts, Code code) {
      super(codec, parts);
      this.code = code;
      this.given = bench.given;
    }

    @Override
    protected Outcome process(KinesisRecord<String> record) throws Exception {
      given.add(record.value());
      return code.process(record);
    }
  }

  Texts texts(Texts.Code code) {
    return new Texts(this, RecordCodec.utf8(), parts(), code);
  }

  Texts texts() {
    return texts(record -> Outcome.done());
  }

  /** A consumer of text, many records at a time. */
  static final class TextBatches extends KinesisBatchConsumer<String> {
    private final Function<KinesisBatch<String>, List<Outcome>> code;

    TextBatches(
        RecordCodec<String> codec,
        ConsumerParts parts,
        Function<KinesisBatch<String>, List<Outcome>> code) {
      super(codec, parts);
      this.code = code;
    }

    @Override
    protected List<Outcome> process(KinesisBatch<String> records) {
      return code.apply(records);
    }
  }

  TextBatches batches(Function<KinesisBatch<String>, List<Outcome>> code) {
    return new TextBatches(RecordCodec.utf8(), parts(), code);
  }

  String handle(KinesisConsumer<String> consumer, String event) throws IOException {
    return handle(consumer, event, context);
  }

  static String handle(KinesisConsumer<String> consumer, String event, TestContext context)
      throws IOException {
    var out = new ByteArrayOutputStream();
    consumer.handleRequest(EventJson.stream(event), out, context);
    return out.toString(StandardCharsets.UTF_8);
  }

  String handle(KinesisBatchConsumer<String> consumer, String event) throws IOException {
    var out = new ByteArrayOutputStream();
    consumer.handleRequest(EventJson.stream(event), out, context);
    return out.toString(StandardCharsets.UTF_8);
  }

  /** The response to a bound event in the words of the streamed one. */
  String handle(KinesisConsumer<String> consumer, KinesisEvent event) {
    StreamsEventResponse response = consumer.handleEvent(event, context);
    return failures(
        response.getBatchItemFailures().stream().map(f -> f.getItemIdentifier()).toList());
  }

  static String failures(String... identifiers) {
    return failures(List.of(identifiers));
  }

  private static String failures(List<String> identifiers) {
    List<String> objects =
        identifiers.stream().map(id -> "{\"itemIdentifier\":\"" + id + "\"}").toList();
    return "{\"batchItemFailures\":[" + String.join(",", objects) + "]}";
  }

  /** {@code sequence number: error type: error message} of each exhausted record. */
  List<String> exhausted() {
    return payloads.keys().stream()
        .filter(key -> key.value().startsWith("exhausted/"))
        .flatMap(key -> PayloadFormat.decodeExhausted(payloads.get(key).orElseThrow()).stream())
        .map(
            one ->
                one.record().position() + ": " + one.error().type() + ": " + one.error().message())
        .toList();
  }
}
