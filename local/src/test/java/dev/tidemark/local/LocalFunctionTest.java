package dev.tidemark.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.local.FunctionResult.Crashed;
import dev.tidemark.local.FunctionResult.FunctionError;
import dev.tidemark.local.FunctionResult.InitFailed;
import dev.tidemark.local.FunctionResult.OutOfMemory;
import dev.tidemark.local.FunctionResult.Returned;
import dev.tidemark.local.FunctionResult.TimedOut;
import dev.tidemark.local.function.ProbeFunction;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalFunctionTest {
  private static FunctionSettings probe;

  @BeforeAll
  static void packageTheFunction(@TempDir Path folder) throws IOException {
    probe =
        FunctionSettings.of(
            "probe", TestPackage.folder(folder.resolve("probe")), ProbeFunction.class.getName());
  }

  @Test
  void aWarmProcessReturnsThrowsAndIsUsedAgain() {
    try (LocalFunction function = LocalFunction.of(probe)) {
      assertThat(ask(function, "return hello")).isEqualTo(new Returned("\"hello\""));

      FunctionResult thrown = ask(function, "throw up");
      assertThat(thrown)
          .isInstanceOfSatisfying(
              FunctionError.class,
              error -> {
                assertThat(error.type()).isEqualTo("java.lang.IllegalArgumentException");
                assertThat(error.message()).isEqualTo("said \"up\"");
                assertThat(error.body()).contains("stackTrace", "handleRequest");
              });

      assertThat(ask(function, "count")).isEqualTo(new Returned("\"3\""));
      assertThat(function.counters()).isEqualTo(new FunctionCounters(3, 1, 1, 0, 0, 0));
      assertThat(function.logTail()).contains("asked to return hello", "said \"up\"");
    }
  }

  @Test
  void aFunctionPastItsDeadlineIsKilledAndTheNextCallGetsANewProcess() {
    Duration limit = Duration.ofMillis(700);
    try (LocalFunction function = LocalFunction.of(probe.withTimeout(limit))) {
      String first = answer(ask(function, "pid"));

      assertThat(ask(function, "hang")).isEqualTo(new TimedOut(limit));

      assertThat(ProcessHandle.of(Long.parseLong(first)).filter(ProcessHandle::isAlive)).isEmpty();
      assertThat(ask(function, "count")).isEqualTo(new Returned("\"1\""));
      assertThat(Integer.parseInt(answer(ask(function, "remaining")))).isBetween(1, 700);
      assertThat(function.counters().coldStarts()).isEqualTo(2);
      assertThat(function.counters().timeouts()).isEqualTo(1);
    }
  }

  @Test
  void aProcessThatEndsIsACrashAndTheNextCallGetsANewProcess() {
    try (LocalFunction function = LocalFunction.of(probe)) {
      assertThat(ask(function, "halt 3")).isEqualTo(new Crashed(3));
      assertThat(ask(function, "exit 4")).isEqualTo(new Crashed(4));
      assertThat(ask(function, "count")).isEqualTo(new Returned("\"1\""));
      assertThat(function.counters().crashes()).isEqualTo(2);
    }
  }

  @Test
  void aFullHeapIsAnError() {
    FunctionSettings small = probe.withJvmOptions(List.of("-XX:MaxHeapSize=32m"));
    try (LocalFunction function = LocalFunction.of(small)) {
      assertThat(ask(function, "fill-heap"))
          .isInstanceOfSatisfying(
              FunctionError.class,
              error -> assertThat(error.type()).isEqualTo("java.lang.OutOfMemoryError"));
      assertThat(ask(function, "count")).isEqualTo(new Returned("\"1\""));
    }
  }

  @Test
  void aProcessThatTakesTooMuchMemoryIsKilled() {
    FunctionSettings small =
        probe.withMemoryMebibytes(160).withJvmOptions(List.of("-XX:MaxDirectMemorySize=512m"));
    try (LocalFunction function = LocalFunction.of(small)) {
      assertThat(ask(function, "fill-memory"))
          .isInstanceOfSatisfying(
              OutOfMemory.class,
              memory -> {
                assertThat(memory.usedMebibytes()).isGreaterThan(160);
                assertThat(memory.limitMebibytes()).isEqualTo(160);
              });
      assertThat(ask(function, "count")).isEqualTo(new Returned("\"1\""));
      assertThat(function.counters().crashes()).isEqualTo(1);
    }
  }

  @Test
  void anInitThatFailsIsReportedAndTriedAgain() {
    FunctionSettings failing = probe.withEnvironment(Map.of("FAIL_INIT", "yes"));
    try (LocalFunction function = LocalFunction.of(failing)) {
      InitFailed expected = new InitFailed("java.lang.IllegalStateException", "no luck today");
      assertThat(ask(function, "count")).isEqualTo(expected);
      assertThat(ask(function, "count")).isEqualTo(expected);
      assertThat(function.counters()).isEqualTo(new FunctionCounters(2, 2, 0, 0, 0, 2));
    }
  }

  @Test
  void aProcessThatIsKilledFromOutsideWhileIdleCostsAColdStartOnly() {
    try (LocalFunction function = LocalFunction.of(probe)) {
      long first = Long.parseLong(answer(ask(function, "pid")));
      assertThat(function.processIds()).containsExactly(first);

      ProcessHandle process = ProcessHandle.of(first).orElseThrow();
      process.destroyForcibly();
      process.onExit().join();

      assertThat(ask(function, "count")).isEqualTo(new Returned("\"1\""));
      assertThat(function.counters()).isEqualTo(new FunctionCounters(2, 2, 0, 0, 0, 0));
    }
  }

  /** To ask for processes and to start one once took two locks in opposite orders. */
  @Test
  void processesCanBeAskedForWhileTheyAreStarted() {
    try (LocalFunction function = LocalFunction.of(probe)) {
      CompletableFuture<FunctionResult> starting = invoke(function, "count");
      while (!starting.isDone()) {
        assertThat(function.processIds()).hasSizeLessThan(2);
        assertThat(function.busyProcessIds()).hasSizeLessThan(2);
      }

      assertThat(starting.join()).isEqualTo(new Returned("\"1\""));
      assertThat(function.processIds()).hasSize(1);
      assertThat(ask(function, "count")).isEqualTo(new Returned("\"2\""));
      assertThat(function.counters().coldStarts()).isEqualTo(1);
    }
  }

  @Test
  void aHandlerThatDoesNotExistIsAnError() {
    FunctionSettings wrong = FunctionSettings.of("wrong", probe.codePackage(), "no.such.Handler");
    try (LocalFunction function = LocalFunction.of(wrong)) {
      assertThat(ask(function, "count"))
          .isInstanceOfSatisfying(
              FunctionError.class,
              error -> assertThat(error.type()).isEqualTo("java.lang.ClassNotFoundException"));
    }
  }

  @Test
  void invocationsRunSideBySideUpToTheMaximumConcurrency() throws IOException {
    try (LocalFunction function = LocalFunction.of(probe.withMaximumConcurrency(2));
        ServerSocket meeting = new ServerSocket(0, 3, InetAddress.getLoopbackAddress())) {
      String meet = "meet " + meeting.getLocalPort();
      CompletableFuture<FunctionResult> one = invoke(function, meet);
      CompletableFuture<FunctionResult> two = invoke(function, meet);
      CompletableFuture<FunctionResult> three = invoke(function, meet);

      try (Socket a = meeting.accept();
          Socket b = meeting.accept()) {
        a.getOutputStream().write(7);
        b.getOutputStream().write(7);
      }
      try (Socket c = meeting.accept()) {
        c.getOutputStream().write(7);
      }

      assertThat(List.of(one.join(), two.join(), three.join())).containsOnly(new Returned("\"7\""));
      assertThat(function.counters().coldStarts()).isEqualTo(2);
      assertThat(function.logs()).hasSize(2);
    }
  }

  @Test
  void theProcessSeesWhatLambdaGivesItAndNothingElse(@TempDir Path folder) throws IOException {
    Path zip = TestPackage.zip(probe.codePackage(), folder.resolve("probe.zip"));
    FunctionSettings zipped =
        FunctionSettings.of("zipped", zip, probe.handler())
            .withEnvironment(Map.of("TABLE", "offsets"))
            .withJvmOptions(List.of("-Dmine=1"));
    try (LocalFunction function = LocalFunction.of(zipped)) {
      assertThat(answer(ask(function, "environment")))
          .contains("TABLE=offsets", "AWS_LAMBDA_FUNCTION_NAME=zipped", "_HANDLER=")
          .contains("AWS_LAMBDA_FUNCTION_MEMORY_SIZE=512", "LAMBDA_TASK_ROOT=", "TZ=:UTC")
          .doesNotContain("HOME=", "MAVEN", "JAVA_HOME");
      assertThat(answer(ask(function, "jvm")))
          .contains("-XX:MaxHeapSize=445645k", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1")
          .contains("-Dmine=1");
      assertThat(answer(ask(function, "where")).split("\\|"))
          .satisfiesExactly(
              task -> assertThat(task).endsWith("code"),
              temporary -> assertThat(temporary).endsWith("environment-1/tmp"),
              loader -> assertThat(loader).isEqualTo("CustomerClassLoader"));
    }
  }

  @Test
  void aClosedFunctionKillsItsProcessesAndTakesNoMore() {
    LocalFunction function = LocalFunction.of(probe);
    long process = Long.parseLong(answer(ask(function, "pid")));

    function.close();
    function.close();

    assertThat(ProcessHandle.of(process).filter(ProcessHandle::isAlive)).isEmpty();
    assertThatThrownBy(() -> ask(function, "count"))
        .hasRootCauseInstanceOf(LocalAwsException.class)
        .hasMessageContaining("The function probe is closed");
  }

  @Test
  void whatIsWrongWithAFunctionIsSaidAtOnce() {
    assertThatThrownBy(() -> probe.withMemoryMebibytes(64))
        .hasMessage("memoryMebibytes must be 128..10240, is 64");
    assertThatThrownBy(
            () -> LocalFunction.of(probe.withEnvironment(Map.of("AWS_REGION", "eu-west-1"))))
        .hasMessage("AWS_REGION is set by Lambda and cannot be set for a function; remove it");
    assertThatThrownBy(
            () -> LocalFunction.of(FunctionSettings.of("f", Path.of("no-such.zip"), "h")))
        .isInstanceOf(LocalAwsException.class)
        .hasMessageContaining("No function package at");
  }

  private static FunctionResult ask(LocalFunction function, String what) {
    return invoke(function, what).join();
  }

  private static CompletableFuture<FunctionResult> invoke(LocalFunction function, String what) {
    return function.invoke(('"' + what + '"').getBytes(StandardCharsets.UTF_8));
  }

  private static String answer(FunctionResult result) {
    assertThat(result).isInstanceOf(Returned.class);
    return ((Returned) result).response().replace("\"", "");
  }
}
