package dev.tidemark.cli.doctor;

import java.net.URI;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Which AWS a command asks: AWS itself, or something that speaks its APIs. */
public final class AwsOptions {

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command = CommandSpec.create();

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

  /**
   * Opens what is asked.
   *
   * @throws ParameterException when the endpoint is no URL
   */
  public AwsAccess open() {
    endpoint.ifPresent(this::requireUrl);
    return AwsAccess.open(endpoint, region);
  }

  private void requireUrl(URI url) {
    if (url.getHost() == null || !String.valueOf(url.getScheme()).matches("https?")) {
      throw new ParameterException(
          command.commandLine(), "--endpoint must be a URL like http://localhost:4566, is " + url);
    }
  }
}
