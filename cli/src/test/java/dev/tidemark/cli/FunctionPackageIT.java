package dev.tidemark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How large the example is as it is deployed. */
class FunctionPackageIT {

  private static final long MOST_OF_PACKAGE = 12_000_000;
  private static final long MOST_OF_OUR_JARS = 700_000;

  private final Path target = Project.find().file("example/target");

  @Test
  void thePackageHasAtMostTwelveMegabytes() throws IOException {
    assertThat(Files.size(target.resolve("function.zip"))).isBetween(1L, MOST_OF_PACKAGE);
  }

  @Test
  void theFrameworkAddsAtMostSevenHundredKilobytesToIt() throws IOException {
    List<Path> jars;
    try (var files = Files.list(target.resolve("function/lib"))) {
      jars = files.filter(file -> file.getFileName().toString().startsWith("tidemark-")).toList();
    }

    long size = 0;
    for (Path jar : jars) {
      size += Files.size(jar);
    }
    assertThat(jars).hasSizeGreaterThan(2);
    assertThat(size).isLessThanOrEqualTo(MOST_OF_OUR_JARS);
  }
}
