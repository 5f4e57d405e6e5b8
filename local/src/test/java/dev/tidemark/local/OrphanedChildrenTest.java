package dev.tidemark.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.local.function.ProbeFunction;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OrphanedChildrenTest {

  @Test
  void emulatorsAndFunctionsEndWhenTheirParentIsKilled(@TempDir Path folder) throws Exception {
    TestPackage.folder(folder.resolve("code"));
    Process parent = startParent(folder);
    List<ProcessHandle> children = children(parent);
    assertThat(children).hasSize(4).allMatch(ProcessHandle::isAlive);

    parent.destroyForcibly();

    for (ProcessHandle child : children) {
      ProcessHandle ended = child.onExit().get(20, TimeUnit.SECONDS);
      assertThat(ended.isAlive()).isFalse();
    }
  }

  private static Process startParent(Path folder) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-Djava.io.tmpdir=" + folder,
            "-cp",
            System.getProperty("java.class.path"),
            Parent.class.getName(),
            folder.resolve("code").toString());
    builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    return builder.start();
  }

  private static List<ProcessHandle> children(Process parent) throws IOException {
    try (BufferedReader output = parent.inputReader(StandardCharsets.UTF_8)) {
      String line = output.readLine();
      assertThat(line).isNotNull();
      return Arrays.stream(line.split(" "))
          .map(id -> ProcessHandle.of(Long.parseLong(id)).orElseThrow())
          .toList();
    }
  }

  /** Starts everything, prints the process ids, and stays. */
  static final class Parent {
    private Parent() {}

    public static void main(String[] args) throws InterruptedException {
      LocalAws aws = LocalAws.start();
      LocalFunction function =
          LocalFunction.of(
              FunctionSettings.of("probe", Path.of(args[0]), ProbeFunction.class.getName()));
      FunctionResult answer = function.invoke("\"pid\"".getBytes(StandardCharsets.UTF_8)).join();
      StringBuilder ids = new StringBuilder();
      aws.processIds().values().forEach(id -> ids.append(id).append(' '));
      if (answer instanceof FunctionResult.Returned returned) {
        ids.append(returned.response().replace("\"", ""));
      }
      System.out.println(ids);
      Thread.currentThread().join();
    }
  }
}
