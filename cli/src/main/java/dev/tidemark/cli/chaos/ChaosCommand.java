package dev.tidemark.cli.chaos;

import dev.tidemark.cli.Progress;
import dev.tidemark.cli.Project;
import dev.tidemark.cli.stack.ReportFile;
import dev.tidemark.cli.stack.StandingStack;
import dev.tidemark.local.TemporaryFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ./tidemark chaos}. */
@Command(
    name = "chaos",
    description = {
      "Sends records through Kinesis and a packaged function on this machine, kills the function's"
          + " processes with kill -9 at random moments, and lets its stores throttle, fail, lose"
          + " replies of writes that landed and answer late.",
      "Every record leaves a mark that outlives its process. Nothing may be lost, nothing that is"
          + " recorded as done may be done again, and no shard may stand still for longer than two"
          + " leases."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:every record went through, was recorded once, and the totals are exact",
      "1:a record is lost or doubled, a total is wrong, a shard got stuck, or the run could not be"
          + " made",
      "2:wrong usage"
    },
    footer = {
      "",
      "Examples:",
      "  ./tidemark chaos",
      "  ./tidemark chaos --records 1000000 --kills 500 --seed 7",
      "  ./tidemark chaos --kills 0 --faults 0.2 --json | jq .doubled"
    })
public final class ChaosCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--kills",
      paramLabel = "N",
      defaultValue = "10",
      description = "Processes to kill, 0 to 10000 (default ${DEFAULT-VALUE}).")
  private int kills;

  @Option(
      names = "--records",
      paramLabel = "N",
      defaultValue = "20000",
      description = "Records to send, 1 to 10000000 (default ${DEFAULT-VALUE}).")
  private int records;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Of records, faults and kills (default ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--shards",
      paramLabel = "N",
      defaultValue = "4",
      description = "Shards of the stream, 1 to 16 (default ${DEFAULT-VALUE}).")
  private int shards;

  @Option(
      names = "--batch-size",
      paramLabel = "N",
      defaultValue = "500",
      description = "Records an invocation, 1 to 10000 (default ${DEFAULT-VALUE}).")
  private int batchSize;

  @Option(
      names = "--faults",
      paramLabel = "P",
      defaultValue = "0.05",
      description =
          "Probability that a request to a store goes wrong, 0 to 0.5, or off"
              + " (default ${DEFAULT-VALUE}).")
  private String faults = "off";

  @Option(
      names = "--lease",
      paramLabel = "SECONDS",
      defaultValue = "10",
      description =
          "How long a claim lasts before it has to be renewed, 1 to 120 (default"
              + " ${DEFAULT-VALUE}).")
  private int lease;

  @Option(
      names = "--no-marks",
      description =
          "Give every process a directory for temporary files of its own, so that it cannot learn"
              + " what died before it: leases have to run out.")
  private boolean noMarks;

  @Option(names = "--json", description = "Print one line of JSON.")
  private boolean json;

  @Option(
      names = "--keep",
      description = "Leave the local stack up until Ctrl-C, and print where everything is.")
  private boolean keep;

  @Override
  public Integer call() throws IOException, InterruptedException {
    Project project = Project.find();
    ChaosOptions options = options(project);
    Progress progress = Progress.onStandardError();
    progress.say("Starting DynamoDB, S3 and Kinesis on this machine ...");
    try (var effects = TemporaryFolder.create("effects");
        ChaosStack stack = ChaosStack.start(options, effects.path())) {
      progress.say(
          "Sending %,d records, batch size %d, %d shards, %d kills, seed %d ..."
              .formatted(records, batchSize, shards, kills, seed));
      ChaosReport report = new Chaos(options, stack, effects.path(), progress).run();
      Path file =
          new ReportFile(project, "chaos-report.json").write(ChaosReportWriter.json(report));
      ReportFile.print(spec.commandLine().getOut(), shown(report, file));
      if (keep) {
        StandingStack.await(stack.aws(), places(stack, effects.path()), progress);
      }
      return report.isFine() ? 0 : 1;
    }
  }

  private ChaosOptions options(Project project) {
    try {
      return new ChaosOptions(
          seed,
          records,
          kills,
          new ChaosOptions.Traffic(shards, batchSize),
          probability(),
          Duration.ofSeconds(lease),
          !noMarks,
          functionPackage(project));
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  static Path functionPackage(Project project) {
    return project.file("cli/target/chaos-function");
  }

  private double probability() {
    try {
      return faults.equals("off") ? 0 : Double.parseDouble(faults);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("--faults must be off or 0 to 0.5, is " + faults, e);
    }
  }

  private String shown(ChaosReport report, Path file) {
    return json
        ? ChaosReportWriter.line(report)
        : ChaosReportWriter.text(report) + "  report       " + file;
  }

  private static List<String> places(ChaosStack stack, Path effects) {
    return Stream.concat(
            stack.function().logs().stream().map(log -> "log       " + log),
            Stream.of("effects   " + effects))
        .toList();
  }
}
