package dev.tidemark.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** JVMs of their own, with the options that are in question. */
final class Children {

  private Children() {}

  /** Options that make a JVM start as Lambda starts it by default. */
  static final List<String> LIKE_LAMBDA =
      List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx512m");

  /** What a class prints. */
  static List<String> run(List<String> prefix, List<String> options, Class<?> main, String... args)
      throws IOException, InterruptedException {
    return run(prefix, options, Map.of(), System.getProperty("java.class.path"), main, args);
  }

  static List<String> run(
      List<String> prefix,
      List<String> options,
      Map<String, String> environment,
      String classPath,
      Class<?> main,
      String... args)
      throws IOException, InterruptedException {
    var command = new ArrayList<>(prefix);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(List.of("-cp", classPath, main.getName()));
    command.addAll(List.of(args));
    var builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().putAll(environment);
    Process process = builder.start();
    List<String> lines =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
            .lines()
            .toList();
    int exit = process.waitFor();
    if (exit != 0) {
      throw new IOException(
          "%s ended with %d: %s".formatted(main.getSimpleName(), exit, String.join(" ", command)));
    }
    return lines;
  }
}
