package dev.tidemark.cli.demo;

import dev.tidemark.cli.Progress;
import dev.tidemark.cli.Project;
import dev.tidemark.cli.UserException;
import dev.tidemark.cli.pipeline.Pipeline;
import dev.tidemark.cli.pipeline.PipelineOptions;
import dev.tidemark.cli.pipeline.PipelineReport;
import dev.tidemark.cli.stack.ReportFile;
import dev.tidemark.cli.stack.StandingStack;
import dev.tidemark.local.SingleEndpoint;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ./tidemark demo}. */
@Command(
    name = "demo",
    description = {
      "Streams a week of earthquakes through Kinesis and the packaged example function, with"
          + " checkpoints in DynamoDB and S3, all on this machine.",
      "On purpose some records are no JSON, some always fail, some fail twice, one hangs until the"
          + " function times out and one kills its process. Nothing may be lost, and nothing that"
          + " is done may be done again."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:every record is accounted for",
      "1:a record is lost, doubled or unaccounted for, or the demo could not run",
      "2:wrong usage"
    },
    footer = {
      "",
      "Examples:",
      "  ./tidemark demo",
      "  ./tidemark demo --seed 7 --shards 2 --parallelization-factor 2",
      "  ./tidemark demo --pipeline",
      "  ./tidemark demo --endpoint http://localhost:4566",
      "  ./tidemark demo --json | jq .writesPerBatch"
    })
public final class DemoCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "What goes wrong where (default ${DEFAULT-VALUE}).")
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
      defaultValue = "100",
      description = "Records an invocation, 1 to 10000 (default ${DEFAULT-VALUE}).")
  private int batchSize;

  @Option(
      names = "--parallelization-factor",
      paramLabel = "N",
      defaultValue = "1",
      description = "Batches of a shard at once, 1 to 10 (default ${DEFAULT-VALUE}).")
  private int parallelizationFactor;

  @Option(
      names = "--records",
      paramLabel = "FILE",
      description =
          "Other quakes: one JSON object a line with id, time, magnitude, place, network, type,"
              + " status, longitude, latitude, depth.")
  private Optional<Path> records = Optional.empty();

  @Option(
      names = "--pipeline",
      description =
          "Two functions instead of one: a producer, a stream, an enricher, a stream of what it"
              + " makes, and a consumer, with processes that die.")
  private boolean pipeline;

  @Option(
      names = "--endpoint",
      paramLabel = "URL",
      description =
          "Use what listens there, for example LocalStack, instead of services of this machine's"
              + " own; what the demo makes there it deletes.")
  private Optional<URI> endpoint = Optional.empty();

  @Option(
      names = "--package",
      paramLabel = "PATH",
      description =
          "Another package of the example: a zip file, or a folder of what it holds. Without it the"
              + " one that the build made.")
  private Optional<Path> functionPackage = Optional.empty();

  @Option(names = "--json", description = "Print the report as JSON.")
  private boolean json;

  @Option(
      names = "--keep",
      description = "Leave the local stack up until Ctrl-C, and print its endpoints.")
  private boolean keep;

  @Override
  public Integer call() throws IOException, InterruptedException {
    Project project = Project.find();
    DemoOptions options = options(project);
    Progress progress = Progress.onStandardError();
    if (pipeline) {
      return runPipeline(options, project, progress);
    }
    DemoPlan plan = plan(options);
    try (DemoStack stack = stack(options, progress)) {
      progress.say(
          "Streaming %,d records, batch size %d, %d shards ..."
              .formatted(plan.records().size(), batchSize, shards));
      DemoReport report = new Demo(options, stack, progress).run(plan);
      Path file = new ReportFile(project, "demo-report.json").write(ReportWriter.json(report));
      ReportFile.print(spec.commandLine().getOut(), shown(report, file));
      if (keep) {
        StandingStack.await(stack.aws(), List.of(stack.names().toString()), progress);
      }
      return report.isFine() ? 0 : 1;
    }
  }

  private int runPipeline(DemoOptions options, Project project, Progress progress)
      throws IOException, InterruptedException {
    var of =
        new PipelineOptions(
            options.shards(),
            options.batchSize(),
            options.records(),
            project.file("cli/target/pipeline-function"));
    PipelineReport report = new Pipeline(of, progress).run();
    var out = spec.commandLine().getOut();
    out.print(json ? report.toJson() + System.lineSeparator() : report.toText());
    out.flush();
    return report.isFine() ? 0 : 1;
  }

  private DemoStack stack(DemoOptions options, Progress progress) {
    if (endpoint.isEmpty()) {
      progress.say("Starting DynamoDB, S3 and Kinesis on this machine ...");
      return DemoStack.start(options);
    }
    progress.say("Making tables, bucket and stream at " + endpoint.get() + " ...");
    return DemoStack.at(singleEndpoint(endpoint.get()), options);
  }

  private SingleEndpoint singleEndpoint(URI url) {
    try {
      return new SingleEndpoint(url);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), "--endpoint: " + e.getMessage(), e);
    }
  }

  private DemoOptions options(Project project) {
    try {
      return new DemoOptions(
          seed,
          shards,
          batchSize,
          parallelizationFactor,
          records.orElseGet(() -> project.file("example/data/earthquakes-week.ndjson")),
          functionPackage.orElseGet(() -> project.file("example/target/function")));
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  private static DemoPlan plan(DemoOptions options) {
    try {
      List<String> lines =
          Files.readAllLines(options.records()).stream().filter(l -> !l.isBlank()).toList();
      if (lines.isEmpty()) {
        throw new UserException(options.records() + " has no records");
      }
      return DemoPlan.of(lines, options.seed());
    } catch (IOException e) {
      throw new UserException("cannot read " + options.records() + ": " + e, e);
    } catch (IllegalArgumentException e) {
      throw new UserException(options.records() + ": " + e.getMessage(), e);
    }
  }

  private String shown(DemoReport report, Path file) {
    return json
        ? ReportWriter.json(report)
        : ReportWriter.text(report) + "  report         " + file;
  }
}
