package dev.tidemark.cli.pipeline.function;

import dev.tidemark.EnricherOutput;
import dev.tidemark.Enrichment;
import dev.tidemark.KinesisEnricher;
import dev.tidemark.KinesisRecord;
import dev.tidemark.KinesisSink;
import dev.tidemark.OutputEncoder;
import dev.tidemark.OutputRecord;
import dev.tidemark.RecordSink;
import dev.tidemark.checkpoint.derived.DerivedRecord;
import java.util.List;
import java.util.Objects;

/**
 * Makes of each quake what it counts for. Dies now and then, when it has written and said nothing.
 */
public final class PipelineEnricher extends KinesisEnricher<QuakeLine, String> {

  /** The environment variable that names the stream of derived records. */
  public static final String TARGET = "PIPELINE_TARGET";

  private static final int RECORDS_A_DEATH = 250;

  /** The enricher as Lambda makes it. */
  public PipelineEnricher() {
    super(
        data -> QuakeLine.parse(data.toUtf8()), OutputEncoder.utf8(), EnricherOutput.to(target()));
  }

  private static RecordSink target() {
    String stream = System.getenv(TARGET);
    var sink =
        KinesisSink.to(
            Objects.requireNonNull(stream, TARGET + " is not set: it names the target's stream"));
    var deaths = new Deaths(RECORDS_A_DEATH);
    return records -> {
      List<RecordSink.Refused> refused = sink.write(records);
      for (OutputRecord record : records) {
        deaths.dieOnce("written " + name(record));
      }
      return refused;
    };
  }

  private static String name(OutputRecord record) {
    return DerivedRecord.read(record.data()).orElseThrow().payload().toUtf8();
  }

  @Override
  protected Enrichment<String> enrich(KinesisRecord<QuakeLine> quake) {
    List<QuakeLine.Derived> derived = quake.value().derived();
    return derived.isEmpty()
        ? Enrichment.skip()
        : Enrichment.emitMany(
            derived.stream()
                .map(one -> new Enrichment.Output<>(one.partitionKey(), one.name()))
                .toList());
  }
}
