package dev.tidemark.cli.pipeline;

import java.nio.file.Path;
import java.util.Objects;

/**
 * What a run of the pipeline is about.
 *
 * @param shards of each of the two streams
 * @param batchSize of both event source mappings
 * @param records the input, one JSON object a line
 * @param functionPackage the packaged functions
 */
public record PipelineOptions(int shards, int batchSize, Path records, Path functionPackage) {
  public PipelineOptions {
    Objects.requireNonNull(records);
    Objects.requireNonNull(functionPackage);
  }
}
