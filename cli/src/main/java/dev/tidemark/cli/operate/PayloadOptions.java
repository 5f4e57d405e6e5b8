package dev.tidemark.cli.operate;

import dev.tidemark.checkpoint.aws.S3Batches;
import dev.tidemark.checkpoint.aws.S3PayloadStore;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import software.amazon.awssdk.services.s3.S3Client;

/** Where the payloads of a consumer are. */
final class PayloadOptions {

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command = CommandSpec.create();

  @Option(
      names = "--bucket",
      paramLabel = "NAME",
      required = true,
      description = "The bucket of the payloads: TIDEMARK_BUCKET of the function.")
  private String bucket = "";

  @Option(
      names = "--prefix",
      paramLabel = "PREFIX",
      description = "TIDEMARK_PREFIX of the function, if it has one.")
  private String prefix = "";

  String bucket() {
    return bucket;
  }

  /**
   * The payloads one by one.
   *
   * @throws ParameterException when the prefix is malformed
   */
  S3PayloadStore store(S3Client s3) {
    try {
      return new S3PayloadStore(s3, bucket, prefix);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(command.commandLine(), "--prefix: " + e.getMessage(), e);
    }
  }

  /** Which there are. */
  S3Batches batches(S3Client s3) {
    return new S3Batches(s3, bucket, prefix);
  }
}
