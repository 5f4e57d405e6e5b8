package dev.tidemark.handler;

import dev.tidemark.KinesisRecord;
import dev.tidemark.Outcome;
import dev.tidemark.RecordCodec;
import dev.tidemark.checkpoint.Position;
import dev.tidemark.checkpoint.protocol.RecordResult;
import dev.tidemark.checkpoint.protocol.RecordStart;
import dev.tidemark.engine.RecordProcessor;
import java.util.Objects;

/**
 * A consumer's code for one record.
 *
 * @param <T> what a record is decoded to
 */
public final class OneByOneProcessor<T> {

  /** The consumer's own code. */
  @FunctionalInterface
  public interface Code<T> {
    Outcome process(KinesisRecord<T> record) throws Exception;
  }

  /** Code that asks besides where its delivery begins. */
  @FunctionalInterface
  public interface CodeOfDelivery<T> {
    Outcome process(KinesisRecord<T> record, Position first) throws Exception;
  }

  private final DecodedRecords<T> records;
  private final CodeOfDelivery<T> code;

  public OneByOneProcessor(RecordCodec<T> codec, Code<T> code) {
    this(codec, (record, first) -> code.process(record));
    Objects.requireNonNull(code);
  }

  public OneByOneProcessor(RecordCodec<T> codec, CodeOfDelivery<T> code) {
    this.records = new DecodedRecords<>(codec);
    this.code = Objects.requireNonNull(code);
  }

  RecordResult process(
      RecordStart start, DecodedRecords.Scope scope, RecordProcessor.Checkpoints checkpoints) {
    return switch (records.decode(start, scope, checkpoints)) {
      case DecodedRecords.Decoded.Over<T> over -> over.result();
      case DecodedRecords.Decoded.Ready<T> ready ->
          records.settle(ready.record(), run(ready.record(), scope), scope);
    };
  }

  private Outcome run(KinesisRecord<T> record, DecodedRecords.Scope scope) {
    try {
      return code.process(record, scope.first());
    } catch (Throwable e) {
      return scope.outcome(e);
    }
  }
}
