package dev.tidemark.cli;

import dev.tidemark.cli.bench.BenchCommand;
import dev.tidemark.cli.chaos.ChaosCommand;
import dev.tidemark.cli.demo.DemoCommand;
import dev.tidemark.cli.doctor.DoctorCommand;
import dev.tidemark.cli.operate.BatchesCommand;
import dev.tidemark.cli.operate.RedriveCommand;
import dev.tidemark.cli.operate.ReplayCommand;
import dev.tidemark.local.LocalAwsException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The entry point of {@code ./tidemark}. */
@Command(
    name = "tidemark",
    description = "Checkpointed Kinesis consumers for AWS Lambda, on this machine.",
    mixinStandardHelpOptions = true,
    version = "tidemark 0.1.0-SNAPSHOT",
    subcommands = {
      DemoCommand.class,
      UpCommand.class,
      SimulateCommand.class,
      ExploreCommand.class,
      ChaosCommand.class,
      DoctorCommand.class,
      BatchesCommand.class,
      RedriveCommand.class,
      ReplayCommand.class,
      BenchCommand.class,
      CommandLine.HelpCommand.class
    },
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Examples:",
      "  ./tidemark demo                 a week of earthquakes, with things going wrong",
      "  ./tidemark demo --seed 7 --keep  another plan; the local stack stays up",
      "  ./tidemark up                   the local stack behind one address, for your own function",
      "  ./tidemark simulate --seeds 20000  the protocol in 20,000 worlds where things go wrong",
      "  ./tidemark simulate --saboteurs    planted bugs, and the invariants that catch them",
      "  ./tidemark explore              small cases, every order of steps and faults",
      "  ./tidemark chaos --kills 20     kill -9 and failing stores, nothing lost or done again",
      "  ./tidemark doctor --function NAME  what is wrong with a deployment on AWS",
      "  ./tidemark batches --table T --consumer C  what is not finished, or exhausted",
      "  ./tidemark redrive ...          exhausted records run again; see its --help",
      "  ./tidemark replay ...           stored records for another consumer; see its --help",
      "  ./tidemark bench --quick        what a batch costs, beside what others make of it"
    })
public final class Tidemark {

  @Option(
      names = "--verbose",
      scope = CommandLine.ScopeType.INHERIT,
      description = "Show stack traces of errors.")
  private boolean verbose;

  private Tidemark() {}

  /** Runs a command and exits with its code: 0 fine, 1 not, 2 wrong usage. */
  public static void main(String[] arguments) {
    System.exit(run(arguments));
  }

  private static int run(String... arguments) {
    return run(
        new PrintWriter(System.out, true, StandardCharsets.UTF_8),
        new PrintWriter(System.err, true, StandardCharsets.UTF_8),
        arguments);
  }

  static int run(PrintWriter out, PrintWriter err, String... arguments) {
    var tidemark = new Tidemark();
    return new CommandLine(tidemark)
        .setOut(out)
        .setErr(err)
        .setExecutionExceptionHandler((error, line, result) -> tidemark.report(error, line))
        .setCaseInsensitiveEnumValuesAllowed(true)
        .execute(arguments);
  }

  /** One clear line; those who want more ask for it. */
  private int report(Exception error, CommandLine line) {
    var out = line.getErr();
    if (verbose) {
      error.printStackTrace(out);
    } else {
      String message = error.getMessage() == null ? error.toString() : error.getMessage();
      boolean known = error instanceof LocalAwsException || error instanceof UserException;
      out.println(
          "tidemark: " + (known ? message : error) + (known ? "" : " (--verbose shows more)"));
    }
    out.flush();
    return line.getCommandSpec().exitCodeOnExecutionException();
  }
}
