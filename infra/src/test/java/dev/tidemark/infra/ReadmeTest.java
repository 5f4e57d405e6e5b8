package dev.tidemark.infra;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Keeps the code and the links of this module's README true. */
class ReadmeTest {

  private static final Pattern JAVA =
      Pattern.compile("(?:<!-- code: (\\S+) -->\\n)?```java\\n(.*?)```", Pattern.DOTALL);
  private static final Pattern LINK = Pattern.compile("]\\(([^)#:]+)\\)");

  private static String readme() throws IOException {
    return Files.readString(Path.of("README.md"));
  }

  @Test
  void everyPieceOfJavaIsTakenFromAFileThatIsCompiled() throws IOException {
    Matcher matcher = JAVA.matcher(readme());
    int pieces = 0;
    while (matcher.find()) {
      pieces++;
      assertThat(matcher.group(1)).as("where the code is from").isNotNull();
      assertThat(Files.readString(Path.of("..", matcher.group(1)))).contains(matcher.group(2));
    }
    assertThat(pieces).isPositive();
  }

  @Test
  void everyLinkToAFileLeadsSomewhere() throws IOException {
    assertThat(LINK.matcher(readme()).results().map(found -> Path.of(found.group(1))))
        .isNotEmpty()
        .allSatisfy(file -> assertThat(file).exists());
  }
}
