package dev.tidemark.cli.operate;

import dev.tidemark.checkpoint.aws.CheckpointTable;
import java.net.URI;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Where the checkpoints of a consumer are. */
final class StoreOptions {

  @Option(
      names = "--table",
      paramLabel = "NAME",
      required = true,
      description = "The table of the checkpoints: TIDEMARK_TABLE of the function.")
  private String table = "";

  @Option(
      names = "--consumer",
      paramLabel = "NAME",
      required = true,
      description = "Whose checkpoints: TIDEMARK_CONSUMER of the function, or its name.")
  private String consumer = "";

  @Option(
      names = "--endpoint",
      paramLabel = "URL",
      description = "Where all the AWS APIs are; without it AWS itself.")
  private Optional<URI> endpoint = Optional.empty();

  @Option(
      names = "--region",
      paramLabel = "REGION",
      description = "The region; without it that of AWS_REGION or the profile.")
  private Optional<String> region = Optional.empty();

  CheckpointTable table() {
    return new CheckpointTable(table);
  }

  String consumer() {
    return consumer;
  }

  Optional<URI> endpoint() {
    return endpoint;
  }

  Optional<String> region() {
    return region;
  }
}
