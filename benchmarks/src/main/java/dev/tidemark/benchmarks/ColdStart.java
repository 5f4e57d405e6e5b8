package dev.tidemark.benchmarks;

import dev.tidemark.local.LocalAws;
import dev.tidemark.local.LocalService;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * From the start of a process to its end behind the first committed batch: one core, C1 only,
 * against the local stack, which is warm.
 */
final class ColdStart {

  private static final int RECORDS = 10;
  private static final int AOT_SINCE = 25;

  private final MeteredStack stack;
  private final Path directory;
  private final String classPath;
  private int starts;

  /**
   * @param functionLibraries the jars of a function as it is deployed
   */
  ColdStart(MeteredStack stack, Path directory, Path functionLibraries) {
    this.stack = stack;
    this.directory = directory;
    this.classPath = classPath(functionLibraries);
  }

  /** Nothing of what the benchmarks alone need: that would be looked through on every start. */
  private static String classPath(Path functionLibraries) {
    try (var jars = Files.list(functionLibraries)) {
      var all = new ArrayList<String>();
      all.add(
          Path.of(ColdStart.class.getProtectionDomain().getCodeSource().getLocation().getPath())
              .toString());
      jars.map(Path::toString).sorted().forEach(all::add);
      return String.join(java.io.File.pathSeparator, all);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  Table run(int runs) throws IOException, InterruptedException {
    Table table =
        Table.of(
            "cold-start",
            "From process start to the end behind the first committed batch, one core, C1",
            "what",
            "AOT cache",
            "runs",
            "wall ms",
            "wall ms, 10 %",
            "wall ms, 90 %",
            "cpu ms");
    Map<Class<?>, String> mains = Map.of(FirstBatch.class, "tidemark", BareSdk.class, "bare SDK");
    boolean hasAot = Runtime.version().feature() >= AOT_SINCE;
    for (Class<?> main : List.of(BareSdk.class, FirstBatch.class)) {
      for (boolean aot : hasAot ? List.of(false, true) : List.of(false)) {
        var options = new ArrayList<>(Children.LIKE_LAMBDA);
        if (aot) {
          options.add("-XX:AOTCache=" + train(main));
        }
        var samples = new ArrayList<Sample>();
        for (int i = 0; i < runs; i++) {
          long begun = System.nanoTime();
          double cpu = ProcessTime.in(start(main, options));
          samples.add(new Sample((System.nanoTime() - begun) / 1e6, cpu, 0));
        }
        table =
            table.with(
                mains.getOrDefault(main, ""),
                aot ? "yes" : "no",
                runs,
                Sample.median(samples, Sample::wallMillis),
                Sample.quantile(samples, Sample::wallMillis, 0.1),
                Sample.quantile(samples, Sample::wallMillis, 0.9),
                Sample.median(samples, Sample::cpuMillis));
      }
    }
    return table;
  }

  /** Makes a cache of what a first run loads and links. */
  private Path train(Class<?> main) throws IOException, InterruptedException {
    Path cache = directory.resolve(main.getSimpleName() + ".aot");
    var options = new ArrayList<>(Children.LIKE_LAMBDA);
    options.add("-XX:AOTCacheOutput=" + cache);
    start(main, options);
    return cache;
  }

  private List<String> start(Class<?> main, List<String> options)
      throws IOException, InterruptedException {
    String argument = "start-" + ++starts + "-" + System.nanoTime();
    if (main == FirstBatch.class) {
      Path event = directory.resolve("event.json");
      Files.write(event, SampleEvents.event("shardId-000000000000", starts, RECORDS, 3));
      argument = event.toString();
    }
    return Children.run(
        List.of("taskset", "-c", "0"), options, environment(), classPath, main, argument);
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
