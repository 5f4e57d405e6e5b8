package dev.tidemark.cli.doctor;

import dev.tidemark.cli.stack.ReportFile;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ./tidemark doctor}. */
@Command(
    name = "doctor",
    description = {
      "Reads a function, its mappings, table, bucket, stream and role through the AWS APIs, and"
          + " says what is wrong with them, what it can cost and what to change.",
      "It reads only, and needs the permissions that docs/doctor.md names; what it may not read is"
          + " left out and said."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    exitCodeOnInvalidInput = DoctorCommand.NOT_LOOKED,
    exitCodeOnExecutionException = DoctorCommand.NOT_LOOKED,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:nothing is wrong",
      "1:warnings, or something that could not be checked",
      "2:unsafe",
      "3:it could not be looked at, or wrong usage"
    },
    footer = {
      "",
      "Examples:",
      "  ./tidemark doctor --function quakes --region eu-central-1",
      "  ./tidemark doctor --function quakes --json | jq -r '.mappings[].findings[].change'",
      "  ./tidemark doctor --function quakes --endpoint http://localhost:4566"
    })
public final class DoctorCommand implements Callable<Integer> {

  static final int NOT_LOOKED = 3;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--function",
      paramLabel = "NAME",
      required = true,
      description = "The function's name.")
  private String function = "";

  @Mixin private AwsOptions aws = new AwsOptions();

  @Option(
      names = "--set",
      paramLabel = "NAME=VALUE",
      description = "A setting that the function has in its code and not in a variable.")
  private Map<String, String> settings = Map.of();

  @Option(names = "--json", description = "Print one line of JSON.")
  private boolean json;

  @Override
  public Integer call() {
    requireName();
    try (AwsAccess access = aws.open()) {
      var diagnosis = Diagnosis.of(function, new DeploymentReader(access, settings).of(function));
      ReportFile.print(
          spec.commandLine().getOut(),
          json ? DiagnosisWriter.json(diagnosis) : DiagnosisWriter.text(diagnosis));
      return diagnosis.verdict().exitCode();
    }
  }

  private void requireName() {
    if (!function.matches("[a-zA-Z0-9-_]{1,64}")) {
      throw new ParameterException(
          spec.commandLine(),
          "--function must be a function's name, 1 to 64 of A-Z a-z 0-9 - _, is " + function);
    }
  }
}
