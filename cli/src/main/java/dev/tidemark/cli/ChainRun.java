package dev.tidemark.cli;

import dev.tidemark.proof.chain.ChainReport;
import dev.tidemark.proof.chain.ChainSabotage;
import java.io.PrintWriter;
import java.util.List;

/** {@code ./tidemark simulate --chain}. */
final class ChainRun {

  private final PrintWriter out;
  private final boolean json;

  ChainRun(PrintWriter out, boolean json) {
    this.out = out;
    this.json = json;
  }

  /** The exit code. */
  int run(long from, int seeds, boolean saboteurs) {
    return saboteurs ? plant(from, seeds) : simulate(from, seeds);
  }

  private int simulate(long from, int seeds) {
    ChainReport report;
    try (Progress.Bar bar = Progress.onStandardError().start("chains", seeds)) {
      report = ChainReport.of(from, seeds, bar::stepBy);
    }
    out.print(json ? report.toJson() + System.lineSeparator() : report.toText());
    out.flush();
    return report.violating().isEmpty() ? 0 : 1;
  }

  private int plant(long from, int seeds) {
    int planted = ChainSabotage.planted().size();
    List<ChainReport.Caught> all;
    try (Progress.Bar bar = Progress.onStandardError().start("planted bugs", planted)) {
      all = ChainReport.hunt(from, seeds, bar::stepBy);
    }
    long caught = all.stream().filter(one -> one.caught().isPresent()).count();
    if (json) {
      out.println("{\"planted\":%d,\"caught\":%d}".formatted(planted, caught));
    } else {
      all.forEach(one -> out.println(line(one)));
      out.println("%n%d planted, %d caught".formatted(planted, caught));
    }
    out.flush();
    return caught == planted ? 0 : 1;
  }

  private static String line(ChainReport.Caught one) {
    String by =
        one.caught()
            .map(result -> "seed %-5d %s".formatted(result.seed(), result.violation().orElse("")))
            .orElse("NOT CAUGHT");
    return "  %-26s %s".formatted(one.bug().words(), by);
  }
}
