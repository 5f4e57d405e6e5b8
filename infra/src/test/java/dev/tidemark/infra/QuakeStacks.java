package dev.tidemark.infra;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import software.amazon.awscdk.App;

/** Makes the example's stack without its package, which is of no concern to a template. */
final class QuakeStacks {

  private QuakeStacks() {}

  static QuakeStack create(App app, Map<String, String> parameters, Path folder)
      throws IOException {
    return new QuakeStack(
        app, QuakeApp.STACK, QuakeParameters.read(parameters), functionPackage(folder));
  }

  /** A file in the place of the package. */
  static Path functionPackage(Path folder) throws IOException {
    return Files.writeString(folder.resolve("function.zip"), "the function");
  }
}
