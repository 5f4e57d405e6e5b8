package dev.tidemark.cli.operate;

import dev.tidemark.checkpoint.aws.CheckpointTable;
import dev.tidemark.cli.doctor.AwsAccess;
import dev.tidemark.cli.doctor.AwsOptions;
import picocli.CommandLine.Mixin;
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

  @Mixin private AwsOptions aws = new AwsOptions();

  CheckpointTable table() {
    return new CheckpointTable(table);
  }

  String consumer() {
    return consumer;
  }

  AwsAccess open() {
    return aws.open();
  }
}
