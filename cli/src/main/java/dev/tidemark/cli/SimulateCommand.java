package dev.tidemark.cli;

import dev.tidemark.proof.SabotageReport;
import dev.tidemark.proof.SeedRange;
import dev.tidemark.proof.Simulation;
import dev.tidemark.proof.SimulationReport;
import dev.tidemark.proof.WorldSettings;
import dev.tidemark.proof.sabotage.Saboteur;
import dev.tidemark.proof.sabotage.Saboteurs;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ./tidemark simulate}. */
@Command(
    name = "simulate",
    description = {
      "Runs the checkpoint protocol in one small world a seed: shards, event source mappings,"
          + " processes and stores, in which things go wrong, with the invariants checked after"
          + " every step. The same seed gives the same world.",
      "With --chain each world is a chain of two functions: an enricher between two streams and a"
          + " reader that drops copies; in the end every derived record must have counted once.",
      "With --saboteurs bugs are planted in the protocol, one after the other, and each has to be"
          + " caught by an invariant, or with --chain by the totals."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:no invariant was violated; with --saboteurs, every bug was caught",
      "1:an invariant was violated, or a bug was not caught",
      "2:wrong usage"
    },
    footer = {
      "",
      "Examples:",
      "  ./tidemark simulate --seeds 20000",
      "  ./tidemark simulate --seeds 1 --from 4711",
      "  ./tidemark simulate --saboteurs",
      "  ./tidemark simulate --chain --seeds 5000",
      "  ./tidemark simulate --seeds 1000000 --json | jq .violations"
    })
public final class SimulateCommand implements Callable<Integer> {

  private static final int MAX_SEEDS = 100_000_000;
  private static final int MAX_THREADS = 256;
  private static final int EXPLAINED = 3;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--seeds",
      paramLabel = "N",
      defaultValue = "1000",
      description =
          "How many seeds; with --saboteurs, the most for each bug (default ${DEFAULT-VALUE}).")
  private int seeds;

  @Option(
      names = "--from",
      paramLabel = "S",
      defaultValue = "0",
      description = "The first seed (default ${DEFAULT-VALUE}).")
  private long from;

  @Option(names = "--saboteurs", description = "Plant bugs, and print what caught each of them.")
  private boolean saboteurs;

  @Option(names = "--chain", description = "Simulate chains of two functions, on one thread.")
  private boolean chain;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Worlds at once, 1 to " + MAX_THREADS + " (default: one a core).")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Option(names = "--json", description = "Print one line of JSON.")
  private boolean json;

  @Override
  public Integer call() throws InterruptedException {
    requireRange("--seeds", seeds, MAX_SEEDS);
    requireRange("--threads", threads, MAX_THREADS);
    var range = new SeedRange(from, seeds);
    if (chain) {
      return new ChainRun(spec.commandLine().getOut(), json).run(from, seeds, saboteurs);
    }
    return saboteurs ? plant(range) : simulate(range);
  }

  private void requireRange(String option, int value, int max) {
    if (value < 1 || value > max) {
      throw new ParameterException(
          spec.commandLine(), option + " must be 1 to " + max + ", is " + value);
    }
  }

  private int simulate(SeedRange range) throws InterruptedException {
    var simulation = new Simulation(WorldSettings.SMALL);
    SimulationReport report;
    try (Progress.Bar bar = Progress.onStandardError().start("worlds", seeds)) {
      report = range.run(simulation, threads, done -> bar.stepBy((int) done));
    }
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(report.toJson());
      if (!report.violating().isEmpty()) {
        PrintWriter err = spec.commandLine().getErr();
        err.println(
            "violated by seeds %s; explain one with --seeds 1 --from SEED"
                .formatted(report.violating()));
        err.flush();
      }
    } else {
      out.print(report.toText());
      report.violating().stream()
          .limit(EXPLAINED)
          .flatMap(seed -> simulation.explain(seed).stream())
          .forEach(violation -> out.println(System.lineSeparator() + violation));
    }
    out.flush();
    return report.violating().isEmpty() ? 0 : 1;
  }

  private int plant(SeedRange range) throws InterruptedException {
    List<Saboteur> planted = Saboteurs.all();
    SabotageReport report;
    try (Progress.Bar bar = Progress.onStandardError().start("planted bugs", planted.size())) {
      report = SabotageReport.of(planted, WorldSettings.SMALL, range, threads, bar::stepBy);
    }
    PrintWriter out = spec.commandLine().getOut();
    out.print(json ? report.toJson() + System.lineSeparator() : report.toText());
    out.flush();
    return report.caught() == planted.size() ? 0 : 1;
  }
}
