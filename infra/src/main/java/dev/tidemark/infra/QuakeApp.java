package dev.tidemark.infra;

import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awscdk.App;
import software.amazon.awscdk.AppProps;

/**
 * The app that {@code cdk.json} names: synthesises the example's stack. Parameters come as {@code
 * Name=value} on the command line, or from the CDK's {@code -c Name=value}.
 */
public final class QuakeApp {

  /** The stack's name. */
  static final String STACK = "tidemark-quakes";

  private static final int WRONG_USAGE = 2;

  private QuakeApp() {}

  /** Exits with 0 when the stack is synthesised, with 2 and one line when something is wrong. */
  public static void main(String[] arguments) {
    Path functionPackage = Path.of("..", "example", "target", "function.zip");
    System.exit(run(List.of(arguments), functionPackage, System.err));
  }

  static int run(List<String> arguments, Path functionPackage, PrintStream errors) {
    try {
      App app = new App(AppProps.builder().analyticsReporting(false).build());
      create(app, arguments, functionPackage);
      app.synth();
      return 0;
    } catch (IllegalArgumentException e) {
      errors.println("tidemark: " + e.getMessage());
      return WRONG_USAGE;
    }
  }

  /**
   * @throws IllegalArgumentException when a parameter is wrong or the package is missing
   */
  static QuakeStack create(App app, List<String> arguments, Path functionPackage) {
    Map<String, String> values = new HashMap<>();
    for (String name : QuakeParameters.names()) {
      Optional.ofNullable(app.getNode().tryGetContext(name))
          .ifPresent(value -> values.put(name, value.toString()));
    }
    for (String argument : arguments) {
      String[] parts = argument.split("=", 2);
      if (parts.length != 2) {
        throw new IllegalArgumentException("'" + argument + "' is no parameter: say Name=value");
      }
      values.put(parts[0], parts[1]);
    }
    QuakeParameters parameters = QuakeParameters.read(values);
    if (!Files.isRegularFile(functionPackage)) {
      throw new IllegalArgumentException(
          functionPackage + " is not there: make it with mvn package");
    }
    return new QuakeStack(app, STACK, parameters, functionPackage);
  }
}
