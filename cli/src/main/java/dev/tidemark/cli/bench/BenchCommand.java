package dev.tidemark.cli.bench;

import dev.tidemark.benchmarks.BenchReport;
import dev.tidemark.benchmarks.Benchmarks;
import dev.tidemark.cli.Progress;
import dev.tidemark.cli.Project;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./tidemark bench}. */
@Command(
    name = "bench",
    description = {
      "Measures what a batch costs, on DynamoDB Local and a local S3 server, beside what others"
          + " make of the same batch: a bare loop, Powertools idempotency, a conditional write for"
          + " each record, and one item for the whole batch. And the event path, payloads, the"
          + " cold start, keys and growth.",
      "Prints tables, and writes target/bench.json and pictures of it."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:measured", "1:something failed", "2:wrong usage"},
    footer = {
      "",
      "Examples:",
      "  ./tidemark bench --quick        a few minutes",
      "  ./tidemark bench                the figures of docs/performance.md"
    })
public final class BenchCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(names = "--quick", description = "Measure less: under five minutes.")
  private boolean quick;

  @Option(names = "--json", description = "Print the JSON instead of the tables.")
  private boolean json;

  @Override
  public Integer call() throws Exception {
    Project project = Project.find();
    Progress progress = Progress.onStandardError();
    Path functionLibraries = project.file("example/target/function/lib");
    Path httpClients = project.file("benchmarks/target/http-clients");
    var extent = quick ? Benchmarks.Extent.QUICK : Benchmarks.Extent.FULL;
    BenchReport report =
        new Benchmarks(extent, functionLibraries, httpClients, progress::say).run();
    report.write(project.file("target"));
    PrintWriter out = spec.commandLine().getOut();
    out.println(json ? report.toJson() : report.toText());
    out.flush();
    return 0;
  }
}
