package dev.tidemark.benchmarks;

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

  private static final List<Program> PROGRAMS =
      List.of(
          new Program("bare SDK", BareSdk.class, BareSdk.Http.URL_CONNECTION),
          new Program("tidemark", FirstBatch.class, BareSdk.Http.URL_CONNECTION),
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
    String name = "start-" + ++starts + "-" + System.nanoTime();
    var arguments = new ArrayList<>(List.of(name, program.http().name()));
    if (program.main() == FirstBatch.class) {
      Path event = directory.resolve("event.json");
      Files.write(event, SampleEvents.event("shardId-000000000000", starts, RECORDS, 3));
      arguments = new ArrayList<>(List.of(event.toString()));
    }
    String classPath = classPath(program.http());
    long begun = System.currentTimeMillis();
    List<String> printed =
        Children.run(
            List.of("taskset", "-c", "0"),
            options,
            environment(),
            classPath,
            program.main(),
            arguments.toArray(String[]::new));
    Milestone reached = Milestone.in(printed);
    return new Sample(reached.epochMillis() - begun, reached.cpuMillis(), 0);
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

  private Map<String, String> environment() {
    Map<String, String> environment = new HashMap<>();
    environment.put("AWS_REGION", LocalAws.REGION);
    environment.put("AWS_ACCESS_KEY_ID", LocalAws.ACCESS_KEY);
    environment.put("AWS_SECRET_ACCESS_KEY", LocalAws.SECRET_KEY);
    environment.put("AWS_ENDPOINT_URL_DYNAMODB", stack.endpoint(LocalService.DYNAMODB).toString());
    environment.put("AWS_ENDPOINT_URL_S3", stack.endpoint(LocalService.S3).toString());
    environment.put("TIDEMARK_CONSUMER", "cold-start");
    environment.put("TIDEMARK_TABLE", MeteredStack.CHECKPOINTS);
    environment.put("TIDEMARK_BUCKET", MeteredStack.BUCKET);
    return environment;
  }
}
