package dev.tidemark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Keeps the code and the settings in the documents true. */
class DocumentedCodeTest {

  private static final Pattern JAVA =
      Pattern.compile("(?:<!-- code: (\\S+) -->\\n)?```java\\n(.*?)```", Pattern.DOTALL);
  private static final Pattern VARIABLE = Pattern.compile("`(TIDEMARK_[A-Z_]+)`");
  private static final Pattern LINK = Pattern.compile("]\\(([^)#:]+)\\)");

  private final Project project = Project.find();

  private List<Path> pages() throws IOException {
    try (Stream<Path> docs = Files.walk(project.file("docs"))) {
      List<Path> pages = docs.filter(file -> file.toString().endsWith(".md")).toList();
      return Stream.concat(
              Stream.of(project.file("README.md"), project.file("ARCHITECTURE.md")), pages.stream())
          .toList();
    }
  }

  @Test
  void everyPieceOfJavaIsTakenFromAFileThatIsCompiled() throws IOException {
    int pieces = 0;
    for (Path page : pages()) {
      Matcher matcher = JAVA.matcher(Files.readString(page));
      while (matcher.find()) {
        pieces++;
        assertThat(matcher.group(1)).as("where the code of %s is from", page).isNotNull();
        assertThat(Files.readString(project.file(matcher.group(1)))).contains(matcher.group(2));
      }
    }
    assertThat(pieces).isPositive();
  }

  @Test
  void theReadmeNamesEverySettingAndNoOther() throws IOException {
    String source =
        Files.readString(project.file("handler/src/main/java/dev/tidemark/ConsumerSettings.java"));
    Matcher inReadme = VARIABLE.matcher(Files.readString(project.file("README.md")));
    Matcher inSource = Pattern.compile("\"(TIDEMARK_[A-Z_]+)\"").matcher(source);

    assertThat(inReadme.results().map(found -> found.group(1)).distinct())
        .containsExactlyInAnyOrderElementsOf(
            inSource.results().map(found -> found.group(1)).distinct().toList());
  }

  @Test
  void everyLinkToAFileLeadsSomewhere() throws IOException {
    for (Path page : pages()) {
      Matcher links = LINK.matcher(Files.readString(page));
      for (String target : links.results().map(found -> found.group(1)).toList()) {
        Path file = page.resolveSibling(target);
        assertThat(Map.entry(target, Files.exists(file)))
            .as("link in %s", page)
            .isEqualTo(Map.entry(target, true));
      }
    }
  }
}
