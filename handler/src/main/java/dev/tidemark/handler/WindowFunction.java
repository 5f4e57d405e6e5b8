package dev.tidemark.handler;

import com.amazonaws.services.lambda.runtime.Context;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.tidemark.ConsumerParts;
import dev.tidemark.KinesisRecord;
import dev.tidemark.RecordCodec;
import dev.tidemark.StateCodec;
import dev.tidemark.Window;
import dev.tidemark.checkpoint.Position;
import dev.tidemark.checkpoint.ShardKey;
import dev.tidemark.checkpoint.protocol.CheckpointMode;
import dev.tidemark.checkpoint.protocol.OrderMode;
import dev.tidemark.checkpoint.protocol.Parallelism;
import dev.tidemark.checkpoint.protocol.ProtocolSettings;
import dev.tidemark.checkpoint.store.NoteStore;
import dev.tidemark.engine.RecordProcessor;
import dev.tidemark.handler.window.WindowEvent;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Takes an invocation of a tumbling window apart, has its records added to the window's state and
 * answers the event source mapping. Thread-safe.
 *
 * @param <T> what a record is decoded to
 * @param <S> the state of a window
 */
public final class WindowFunction<T, S> {

  /** The consumer's own code. */
  public interface Code<T, S> {
    S empty();

    S add(S state, KinesisRecord<T> record) throws Exception;

    void close(Window window, S state) throws Exception;
  }

  /** All records of a delivery in one group: its state is written once. */
  private static final int GROUP = 10_000;

  private static final JsonFactory JSON = new JsonFactory();

  private final ConsumerParts parts;
  private final KinesisFunction function;
  private final DecodedRecords<T> records;
  private final StateCodec<S> states;
  private final Code<T, S> code;

  /**
   * @throws IllegalArgumentException when there is no store of notes, and checkpoints are kept
   */
  public WindowFunction(
      ConsumerParts parts, RecordCodec<T> codec, StateCodec<S> states, Code<T, S> code) {
    ProtocolSettings protocol = parts.settings().protocol();
    boolean keepsCheckpoints = protocol.durability().mode() != CheckpointMode.OFF;
    if (keepsCheckpoints && parts.notes() == NoteStore.NONE) {
      throw new IllegalArgumentException(
          "a consumer of windows needs a store of notes: add it with ConsumerParts.withNotes");
    }
    this.parts = parts;
    this.records = new DecodedRecords<>(codec);
    this.states = Objects.requireNonNull(states);
    this.code = Objects.requireNonNull(code);
    this.function =
        KinesisFunction.told(
            parts,
            new ProtocolSettings(
                protocol.maxAttempts(),
                protocol.retries(),
                OrderMode.PER_SHARD,
                new Parallelism(protocol.concurrency(), GROUP),
                protocol.margins(),
                protocol.retention(),
                protocol.pacing(),
                protocol.durability()));
  }

  /**
   * Handles the event as Lambda's runtime streams it.
   *
   * @throws EventException when it is no Kinesis event of a tumbling window
   */
  public void handle(InputStream event, OutputStream response, Context context) throws IOException {
    byte[] bytes = event.readAllBytes();
    List<EventRecord> all = EventReader.read(new java.io.ByteArrayInputStream(bytes));
    WindowEvent window = window(bytes);
    ShardKey shard =
        new ShardKey(parts.settings().consumer(), stream(window.sourceArn()), window.shard());
    var session = new WindowSession<>(parts, shard, window, states, code);
    List<Position> unfinished =
        function.handle(
            all,
            context,
            scope ->
                (RecordProcessor.Together)
                    (starts, group) -> session.add(starts, scope, group, records));
    if (window.isFinal()) {
      if (!unfinished.isEmpty()) {
        throw new IllegalStateException(
            "records of the window are unfinished from %s on; its end has to come again"
                .formatted(unfinished.getFirst()));
      }
      session.close();
    }
    response.write(json(session.answer(), unfinished));
  }

  private static WindowEvent window(byte[] event) {
    try {
      return WindowEvent.read(event)
          .orElseThrow(
              () ->
                  new EventException(
                      "the event has no 'window': set TumblingWindowInSeconds of the event source"
                          + " mapping"));
    } catch (IOException e) {
      throw new EventException(String.valueOf(e.getMessage()), e);
    }
  }

  private static String stream(String arn) {
    int slash = arn.indexOf(":stream/");
    if (slash < 0) {
      throw new EventException("the event's eventSourceARN names no stream: '" + arn + "'");
    }
    String name = arn.substring(slash + ":stream/".length());
    int end = name.indexOf('/');
    return end < 0 ? name : name.substring(0, end);
  }

  private static byte[] json(Optional<String> state, List<Position> unfinished) throws IOException {
    var out = new java.io.ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(out)) {
      json.writeStartObject();
      json.writeObjectFieldStart("state");
      if (state.isPresent()) {
        json.writeStringField(WindowSession.STATE, state.get());
      }
      json.writeEndObject();
      json.writeArrayFieldStart("batchItemFailures");
      for (Position position : unfinished) {
        json.writeStartObject();
        json.writeStringField("itemIdentifier", position.sequenceNumber().digits());
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    return out.toByteArray();
  }
}
