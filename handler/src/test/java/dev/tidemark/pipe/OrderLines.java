package dev.tidemark.pipe;

import dev.tidemark.ConsumerParts;
import dev.tidemark.EnricherOutput;
import dev.tidemark.Enrichment;
import dev.tidemark.KinesisEnricher;
import dev.tidemark.KinesisRecord;
import dev.tidemark.OutputEncoder;
import dev.tidemark.RecordCodec;
import dev.tidemark.RecordSink;
import java.util.Arrays;

/** The enricher of docs/pipes.md. */
public class OrderLines extends KinesisEnricher<String, String> {

  public OrderLines(RecordSink lines) {
    super(RecordCodec.utf8(), OutputEncoder.utf8(), EnricherOutput.to(lines));
  }

  @Override
  protected Enrichment<String> enrich(KinesisRecord<String> order) {
    if (order.value().isBlank()) {
      return Enrichment.skip();
    }
    return Enrichment.emitMany(
        Arrays.stream(order.value().split(","))
            .map(line -> new Enrichment.Output<>(order.partitionKey(), line))
            .toList());
  }

  OrderLines(EnricherOutput lines, ConsumerParts parts) {
    super(RecordCodec.utf8(), OutputEncoder.utf8(), lines, parts);
  }
}
