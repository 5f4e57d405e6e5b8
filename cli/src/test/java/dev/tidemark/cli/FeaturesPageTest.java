package dev.tidemark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Keeps docs/features.md to tests and commands that exist. */
class FeaturesPageTest {

  private static final Pattern TEST = Pattern.compile("`(\\w+(?:Test|IT|Contract))`");
  private static final Pattern COMMAND = Pattern.compile("`\\./tidemark (\\w+)");
  private static final Pattern ROW = Pattern.compile("(?m)^\\| (\\d+) \\|");
  private static final int ROWS = 72;

  private final Project project = Project.find();
  private final String page = read(project.file("docs/features.md"));

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private Set<String> named(Pattern pattern) {
    return pattern
        .matcher(page)
        .results()
        .map((MatchResult found) -> found.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private Set<String> classes() throws IOException {
    try (var files = Files.walk(project.file("."))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".java"))
          .map(name -> name.substring(0, name.length() - ".java".length()))
          .collect(Collectors.toSet());
    }
  }

  @Test
  void everyTestThatIsNamedExists() throws IOException {
    assertThat(classes()).containsAll(named(TEST));
  }

  @Test
  void everyCommandThatIsNamedExists() {
    var help = new StringWriter();
    Tidemark.run(new PrintWriter(help), new PrintWriter(help), "--help");

    assertThat(named(COMMAND))
        .isNotEmpty()
        .allSatisfy(command -> assertThat(help.toString()).contains("  " + command));
  }

  @Test
  void everyRowIsThere() {
    assertThat(named(ROW)).hasSize(ROWS);
  }
}
