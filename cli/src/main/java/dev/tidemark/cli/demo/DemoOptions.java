package dev.tidemark.cli.demo;

import java.nio.file.Path;
import java.util.Objects;

/**
 * What a run of the demo is about.
 *
 * @param seed of the plan
 * @param shards of the stream, 1 to 16
 * @param batchSize of the event source mapping, 1 to 10,000
 * @param parallelizationFactor of the event source mapping, 1 to 10
 * @param records the input, one JSON object a line
 * @param functionPackage the packaged function
 */
record DemoOptions(
    long seed,
    int shards,
    int batchSize,
    int parallelizationFactor,
    Path records,
    Path functionPackage) {

  DemoOptions {
    Objects.requireNonNull(records);
    Objects.requireNonNull(functionPackage);
    require("--shards", shards, 16);
    require("--batch-size", batchSize, 10_000);
    require("--parallelization-factor", parallelizationFactor, 10);
  }

  private static void require(String option, int value, int most) {
    if (value < 1 || value > most) {
      throw new IllegalArgumentException(option + " must be 1 to " + most + ", is " + value);
    }
  }
}
