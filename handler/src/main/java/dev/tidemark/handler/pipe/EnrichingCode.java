package dev.tidemark.handler.pipe;

import dev.tidemark.EnricherOutput;
import dev.tidemark.Enrichment;
import dev.tidemark.KinesisRecord;
import dev.tidemark.Outcome;
import dev.tidemark.OutputEncoder;
import dev.tidemark.OutputRecord;
import dev.tidemark.checkpoint.Position;
import dev.tidemark.checkpoint.derived.Correlation;
import dev.tidemark.checkpoint.derived.DerivedRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * An enricher's code: a record is done when what was made of it is durable.
 *
 * @param <I> what a record is decoded to
 * @param <O> what is made of it
 */
public final class EnrichingCode<I, O> {

  /** The enricher's own code. */
  @FunctionalInterface
  public interface Code<I, O> {
    Enrichment<O> enrich(KinesisRecord<I> record) throws Exception;
  }

  private final Code<I, O> code;
  private final OutputEncoder<? super O> encoder;
  private final EnricherOutput.SourceBatches source;
  private final GroupWrites writes;

  public EnrichingCode(Code<I, O> code, OutputEncoder<? super O> encoder, EnricherOutput output) {
    this.code = Objects.requireNonNull(code);
    this.encoder = Objects.requireNonNull(encoder);
    this.source = output.source();
    this.writes = new GroupWrites(output.sink());
  }

  /**
   * @param first where the delivery begins that the record came in
   */
  public Outcome process(KinesisRecord<I> record, Position first) throws Exception {
    Enrichment<O> enrichment =
        Objects.requireNonNull(
            code.enrich(record), "the enricher returned null instead of an Enrichment");
    return switch (enrichment) {
      case Enrichment.Emit<O> emit -> emit(record, emit.outputs(), first);
      case Enrichment.Skip<O> skip -> Outcome.skip();
      case Enrichment.Retry<O> retry -> Outcome.retry(retry.cause());
      case Enrichment.Exhaust<O> exhaust -> Outcome.exhaust(exhaust.cause());
      case Enrichment.Unavailable<O> down -> Outcome.unavailable(down.cause());
    };
  }

  private Outcome emit(KinesisRecord<I> record, List<Enrichment.Output<O>> outputs, Position first)
      throws InterruptedException {
    if (outputs.isEmpty()) {
      return Outcome.done();
    }
    List<OutputRecord> encoded;
    try {
      encoded = encode(record, outputs, first);
    } catch (Exception e) {
      return Outcome.exhaust(e);
    }
    return switch (writes.write(encoded)) {
      case GroupWrites.Result.Durable durable -> Outcome.done();
      case GroupWrites.Result.Rejected rejected ->
          Outcome.exhaust(new IllegalArgumentException(rejected.reason()));
      case GroupWrites.Result.Failed failed -> Outcome.unavailable(failed.cause());
    };
  }

  private List<OutputRecord> encode(
      KinesisRecord<I> record, List<Enrichment.Output<O>> outputs, Position first)
      throws Exception {
    Optional<Position> settledBefore =
        switch (source) {
          case ONE_AT_A_TIME -> Optional.of(first);
          case SEVERAL_AT_ONCE -> Optional.empty();
        };
    var encoded = new ArrayList<OutputRecord>();
    for (int i = 0; i < outputs.size(); i++) {
      Enrichment.Output<O> output = outputs.get(i);
      boolean partial = i < outputs.size() - 1;
      var correlation = Correlation.ofOne(record.shard(), record.position(), i, partial);
      var derived = new DerivedRecord(correlation, settledBefore, encoder.encode(output.value()));
      encoded.add(new OutputRecord(output.partitionKey(), derived.encode()));
    }
    return encoded;
  }
}
