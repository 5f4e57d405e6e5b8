package dev.tidemark.benchmarks;

import dev.tidemark.benchmarks.crac.Core;
import dev.tidemark.local.LocalAws;
import dev.tidemark.local.LocalService;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * From the start of a process to its first committed batch: one core, C1 only, against the local
 * stack, which is warm.
 */
final class ColdStart {

  static final int RECORDS = 10;
  private static final int AOT_SINCE = 25;

  private final MeteredStack stack;
  private final Path directory;
  private final Path functionLibraries;
  private final Path httpClients;
  private int starts;

  /**
   * @param functionLibraries the jars of a function as it is deployed
   * @param httpClients a folder for each other HTTP client of the SDK, with its jars
   */
  ColdStart(MeteredStack stack, Path directory, Path functionLibraries, Path httpClients) {
    this.stack = stack;
    this.directory = directory;
    this.functionLibraries = functionLibraries;
    this.httpClients = httpClients;
  }

  /** What is started, with one of the HTTP clients. */
  private record Program(String name, Class<?> main, BareSdk.Http http) {}

  private static final Program FIRST_BATCH =
      new Program("tidemark", FirstBatch.class, BareSdk.Http.URL_CONNECTION);

  private static final List<Program> PROGRAMS =
      List.of(
          new Program("bare SDK", BareSdk.class, BareSdk.Http.URL_CONNECTION),
          FIRST_BATCH,
          new Program("bare SDK", BareSdk.class, BareSdk.Http.APACHE),
          new Program("bare SDK", BareSdk.class, BareSdk.Http.CRT));

  Table run(int runs) throws IOException, InterruptedException {
    Table table =
        Table.of(
            "cold-start",
            "From process start to the first committed batch, one core, C1",
            "what",
            "HTTP client",
            "AOT cache",
            "runs",
            "wall ms",
            "wall ms, 10 %",
            "wall ms, 90 %",
            "cpu ms");
    boolean hasAot = Runtime.version().feature() >= AOT_SINCE;
    for (Program program : PROGRAMS) {
      boolean isDefault = program.http() == BareSdk.Http.URL_CONNECTION;
      for (boolean aot : hasAot ? List.of(false, true) : List.of(false)) {
        List<Sample> samples = samples(program, aot, isDefault ? runs : (runs + 1) / 2);
        table =
            table.with(
                program.name(),
                program.http().artifact,
                aot ? "yes" : "no",
                samples.size(),
                Sample.median(samples, Sample::wallMillis),
                Sample.quantile(samples, Sample::wallMillis, 0.1),
                Sample.quantile(samples, Sample::wallMillis, 0.9),
                Sample.median(samples, Sample::cpuMillis));
      }
    }
    return table;
  }

  /**
   * The same behind a snapshot, with what is done before it and without. No snapshot is taken: the
   * process goes on as one does that is restored.
   */
  Table runBehindSnapshot(int runs) throws IOException, InterruptedException {
    Table table =
        Table.of(
            "restored",
            "From a snapshot behind the start to the first committed batch, one core, C1",
            "primed",
            "runs",
            "wall ms",
            "wall ms, 10 %",
            "wall ms, 90 %",
            "cpu ms");
    for (boolean primed : List.of(false, true)) {
      var samples = new ArrayList<Sample>();
      for (int i = 0; i < runs; i++) {
        samples.add(restored(primed));
      }
      table =
          table.with(
              primed ? "yes" : "no",
              runs,
              Sample.median(samples, Sample::wallMillis),
              Sample.quantile(samples, Sample::wallMillis, 0.1),
              Sample.quantile(samples, Sample::wallMillis, 0.9),
              Sample.median(samples, Sample::cpuMillis));
    }
    return table;
  }

  private List<Sample> samples(Program program, boolean aot, int runs)
      throws IOException, InterruptedException {
    var options = new ArrayList<>(Children.LIKE_LAMBDA);
    if (aot) {
      options.add("-XX:AOTCache=" + train(program));
    }
    var samples = new ArrayList<Sample>();
    for (int i = 0; i < runs; i++) {
      samples.add(start(program, options));
    }
    return samples;
  }

  /** Makes a cache of what a first run loads and links. */
  private Path train(Program program) throws IOException, InterruptedException {
    Path cache = directory.resolve(program.main().getSimpleName() + program.http() + ".aot");
    var options = new ArrayList<>(Children.LIKE_LAMBDA);
    options.add("-XX:AOTCacheOutput=" + cache);
    start(program, options);
    return cache;
  }

  /** From the start of a process to its milestone. */
  private Sample start(Program program, List<String> options)
      throws IOException, InterruptedException {
    starts++;
    List<String> arguments =
        program.main() == FirstBatch.class
            ? List.of(eventFile().toString())
            : List.of("start-" + starts + "-" + System.nanoTime(), program.http().name());
    long begun = System.currentTimeMillis();
    List<String> printed = pinned(program, options, environment(), arguments);
    Milestone reached = Milestone.in(printed, 1).getFirst();
    return new Sample(reached.epochMillis() - begun, reached.cpuMillis(), 0);
  }

  /** From the moment behind a snapshot to the first committed batch. */
  private Sample restored(boolean primed) throws IOException, InterruptedException {
    starts++;
    Map<String, String> environment = environment();
    if (primed) {
      environment.put("AWS_LAMBDA_INITIALIZATION_TYPE", "snap-start");
    }
    var options = new ArrayList<>(Children.LIKE_LAMBDA);
    options.add("-Dorg.crac.Core.Compat=" + Core.class.getPackageName());
    var printed =
        pinned(
            FIRST_BATCH,
            options,
            environment,
            List.of(eventFile().toString(), FirstBatch.SNAPSHOT));
    List<Milestone> reached = Milestone.in(printed, 2);
    return reached.getFirst().until(reached.getLast());
  }

  private Path eventFile() throws IOException {
    Path event = directory.resolve("event.json");
    Files.write(event, SampleEvents.event("shardId-000000000000", starts, RECORDS, 3));
    return event;
  }

  private List<String> pinned(
      Program program,
      List<String> options,
      Map<String, String> environment,
      List<String> arguments)
      throws IOException, InterruptedException {
    return Children.run(
        List.of("taskset", "-c", "0"),
        options,
        environment,
        classPath(program.http()),
        program.main(),
        arguments.toArray(String[]::new));
  }

  /** Nothing of what the benchmarks alone need: that would be looked through on every start. */
  private String classPath(BareSdk.Http http) throws IOException {
    var all = new ArrayList<String>();
    all.add(ColdStart.class.getProtectionDomain().getCodeSource().getLocation().getPath());
    all.addAll(jars(functionLibraries));
    if (http != BareSdk.Http.URL_CONNECTION) {
      all.addAll(jars(httpClients.resolve(http.artifact)));
    }
    return String.join(File.pathSeparator, all);
  }

  private static List<String> jars(Path folder) throws IOException {
    try (Stream<Path> jars = Files.list(folder)) {
      return jars.map(Path::toString).sorted().toList();
    }
  }

  /** A consumer for each start: others leave the ends of their batches for the next to tidy. */
  private Map<String, String> environment() {
    Map<String, String> environment = new HashMap<>();
    environment.put("AWS_REGION", LocalAws.REGION);
    environment.put("AWS_ACCESS_KEY_ID", LocalAws.ACCESS_KEY);
    environment.put("AWS_SECRET_ACCESS_KEY", LocalAws.SECRET_KEY);
    environment.put("AWS_ENDPOINT_URL_DYNAMODB", stack.endpoint(LocalService.DYNAMODB).toString());
    environment.put("AWS_ENDPOINT_URL_S3", stack.endpoint(LocalService.S3).toString());
    environment.put("TIDEMARK_CONSUMER", "cold-start-" + starts);
    environment.put("TIDEMARK_TABLE", MeteredStack.CHECKPOINTS);
    environment.put("TIDEMARK_BUCKET", MeteredStack.BUCKET);
    return environment;
  }
}
