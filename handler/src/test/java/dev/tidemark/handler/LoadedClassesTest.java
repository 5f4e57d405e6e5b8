package dev.tidemark.handler;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What a process loads for its first batch. Each class costs a cold start some of its time. */
class LoadedClassesTest {

  /** As {@code -Xlog:class+load} says it. */
  private static final Pattern CLASS = Pattern.compile("([\\w.$/]+) source: ");

  /**
   * 263 with those of the test, of which 30 find copies of derived records, keep notes and check
   * the start; raise it for a reason only.
   */
  private static final int MOST_OF_OURS = 280;

  @Test
  void aBatchThatGoesThroughLoadsNeitherJsonNorJodaTime() throws Exception {
    List<String> loaded = loaded();

    assertThat(loaded).contains("dev.tidemark.handler.EventScanner");
    assertThat(loaded)
        .noneMatch(name -> name.contains("jackson"))
        .noneMatch(name -> name.startsWith("org.joda.time"))
        .noneMatch(name -> name.startsWith("com.amazonaws.services.lambda.runtime.serialization"))
        .noneMatch(name -> name.startsWith("org.crac"))
        .doesNotContain("dev.tidemark.handler.EventParser");
    assertThat(loaded.stream().filter(LoadedClassesTest::isOurs).distinct())
        .hasSizeLessThan(MOST_OF_OURS);
  }

  private static boolean isOurs(String name) {
    return name.startsWith("dev.tidemark.") && !name.contains("Lambda");
  }

  private static List<String> loaded() throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xlog:class+load:stdout",
                "-cp",
                System.getProperty("java.class.path"),
                OneBatch.class.getName())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    return CLASS.matcher(output).results().map(found -> found.group(1)).toList();
  }
}
