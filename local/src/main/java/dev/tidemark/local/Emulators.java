package dev.tidemark.local;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The folder that holds the programs which the local stack runs: {@code dynamodb}, {@code s3} and
 * {@code lambda-runtime} with their jars, and {@code kinesis} with its {@code node_modules}.
 *
 * <p>Looked for in this order: the system property {@code tidemark.emulators}; a folder {@code
 * emulators} beside the jar or class folder that this class was loaded from, where the build puts
 * it; {@code local/target/emulators} in the working directory or a folder above it.
 */
record Emulators(Path root) {
  private static final String PROPERTY = "tidemark.emulators";

  static Emulators find() {
    List<Path> places = places();
    return places.stream()
        .filter(Files::isDirectory)
        .findFirst()
        .map(Emulators::new)
        .orElseThrow(
            () ->
                new LocalAwsException(
                    "The emulators are not installed; build the module 'local' once, or set -D"
                        + PROPERTY
                        + " to their folder. Looked in "
                        + places));
  }

  private static List<Path> places() {
    Optional<Path> set = Optional.ofNullable(System.getProperty(PROPERTY)).map(Path::of);
    if (set.isPresent()) {
      return List.of(set.get());
    }
    List<Path> places = new ArrayList<>();
    besideTheCode().ifPresent(places::add);
    Path folder = Path.of("").toAbsolutePath();
    for (Path up = folder; up != null; up = up.getParent()) {
      places.add(up.resolve(Path.of("local", "target", "emulators")));
    }
    return List.copyOf(places);
  }

  private static Optional<Path> besideTheCode() {
    CodeSource source = Emulators.class.getProtectionDomain().getCodeSource();
    if (source == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(Path.of(source.getLocation().toURI()).resolveSibling("emulators"));
    } catch (URISyntaxException e) {
      throw new LocalAwsException("The jar of tidemark-local is at no usable place: " + e, e);
    }
  }

  /** The folder of one program; fails with what to do when it is not installed. */
  Path folder(String name) {
    Path folder = root.resolve(name);
    if (!Files.isDirectory(folder)) {
      throw new LocalAwsException(
          "The program '"
              + name
              + "' is not installed in "
              + root
              + "; build the module 'local' once");
    }
    return folder;
  }

  /** The one file of a program whose name starts and ends so. */
  Path file(String program, String start, String end) {
    Path folder = folder(program);
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.getFileName().toString().startsWith(start))
          .filter(file -> file.getFileName().toString().endsWith(end))
          .findFirst()
          .orElseThrow(() -> new LocalAwsException("No " + start + "*" + end + " in " + folder));
    } catch (IOException e) {
      throw new LocalAwsException("Cannot read " + folder + ": " + e, e);
    }
  }
}
