package dev.tidemark.benchmarks;

import dev.tidemark.local.LocalAws;
import dev.tidemark.local.LocalService;
import dev.tidemark.local.TemporaryFolder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** All measurements, in one run, on one local stack. */
public final class Benchmarks {

  private final Extent extent;
  private final Path functionLibraries;
  private final Path httpClients;
  private final Consumer<String> progress;

  /** How much is measured. */
  public enum Extent {
    /** A few minutes. */
    QUICK,
    /** Long enough for the figures of the documentation. */
    FULL
  }

  /**
   * @param functionLibraries the jars of a function as it is deployed, for its cold start
   * @param httpClients a folder for each other HTTP client of the SDK, with its jars
   * @param progress is told what is measured next
   */
  public Benchmarks(
      Extent extent, Path functionLibraries, Path httpClients, Consumer<String> progress) {
    this.extent = extent;
    this.functionLibraries = functionLibraries;
    this.httpClients = httpClients;
    this.progress = progress;
  }

  /** Measures. */
  public BenchReport run() throws Exception {
    boolean quick = extent == Extent.QUICK;
    Prices prices = Prices.load();
    var tables = new ArrayList<Table>();
    progress.accept("event path");
    tables.add(EventPathRun.table(quick ? 300 : 1_000));
    progress.accept("payload");
    tables.add(PayloadRun.table(prices, quick ? 15 : 60));
    progress.accept("local stack");
    try (var stack = MeteredStack.start()) {
      progress.accept("cold start");
      try (var folder = TemporaryFolder.create("cold-start")) {
        var coldStart = new ColdStart(stack, folder.path(), functionLibraries, httpClients);
        tables.add(coldStart.run(quick ? 7 : 21));
        tables.add(coldStart.runBehindSnapshot(quick ? 5 : 21));
      }
      progress.accept("side by side");
      sideBySide(tables, new SideBySide(stack, prices, progress), quick);
      progress.accept("failures");
      tables.add(new Failures(stack).run());
      progress.accept("keys");
      tables.add(KeyedConcurrency.run(stack, 1_000, quick ? 1 : 5));
    }
    progress.accept("producing");
    try (LocalAws aws = LocalAws.start(LocalService.KINESIS)) {
      tables.add(Producing.run(aws, quick ? 2_000 : 10_000, quick ? 3 : 9));
    }
    progress.accept("growth");
    tables.add(Growth.batches(quick ? 20_000 : 1_000_000));
    tables.add(Growth.shards(quick ? 8_000 : 40_000));
    return new BenchReport(prices.asOf(), tables);
  }

  private static void sideBySide(List<Table> tables, SideBySide bench, boolean quick)
      throws Exception {
    bench.warmUp();
    tables.add(
        bench.run(
            "side-by-side",
            List.of(1, 10, 100, 1_000, SampleEvents.FULL),
            List.of(Work.NONE),
            quick ? 7 : 31,
            quick
                ? new SideBySide.Most(1_000, 100)
                : new SideBySide.Most(SampleEvents.FULL, SampleEvents.FULL)));
    tables.add(
        bench.run(
            "side-by-side-work",
            quick ? List.of(100) : List.of(10, 100, 1_000),
            List.of(Work.WAIT_1_MS, Work.WAIT_5_MS, Work.CPU),
            quick ? 2 : 9,
            new SideBySide.Most(1_000, quick ? 10 : 1_000)));
    tables.add(
        Table.of("round-trips", "Two writes to DynamoDB Local, one after the other", "wall ms")
            .with(bench.twoRoundTripsMillis()));
  }
}
