package dev.tidemark.handler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.ConsumerSettings;
import dev.tidemark.check.FunctionView;
import dev.tidemark.check.StartRules;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StartCheckTest {

  private final TestContext context = new TestContext();

  private static ConsumerSettings settings(String name, String value) {
    Map<String, String> environment =
        new HashMap<>(
            Map.of(
                "TIDEMARK_CONSUMER", "orders",
                "TIDEMARK_TABLE", "checkpoints",
                "TIDEMARK_BUCKET", "payloads"));
    environment.put(name, value);
    return ConsumerSettings.fromEnvironment(environment);
  }

  private static List<String> broken(String name, String value, int memory, int seconds) {
    var view = new FunctionView(settings(name, value), memory, Duration.ofSeconds(seconds));
    return StartRules.all().stream()
        .map(check -> check.of(view))
        .flatMap(Optional::stream)
        .map(finding -> finding.rule().name())
        .toList();
  }

  @Test
  void theFirstInvocationLogsWhatIsWrongAndTheNextOnesDoNot() {
    var check = new StartCheck(settings("TIDEMARK_LEASE_MILLIS", "5000"));

    check.invoked(context);
    check.invoked(context);

    assertThat(context.lines())
        .singleElement()
        .asString()
        .startsWith("tidemark check: warning lease-below-store-timeout (doubled work): ")
        .contains("TIDEMARK_LEASE_MILLIS is 5000")
        .endsWith("Change: TIDEMARK_STORE_TIMEOUT_MILLIS: below 5000" + System.lineSeparator());
  }

  @Test
  void nothingIsLoggedWhenNothingIsWrong() {
    new StartCheck(settings("TIDEMARK_ORDER", "per-key")).invoked(context);

    assertThat(context.lines()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "TIDEMARK_ORDER, per-key, 512, 2, ",
    "TIDEMARK_ORDER, per-key, 512, 1, timeout-below-reserve",
    "TIDEMARK_RESERVE_MILLIS, 60000, 512, 60, timeout-below-reserve",
    "TIDEMARK_RESERVE_MILLIS, 30000, 512, 60, ",
    "TIDEMARK_RESERVE_MILLIS, 30001, 512, 60, reserve-over-half",
    "TIDEMARK_LEASE_MILLIS, 8000, 512, 60, lease-below-store-timeout",
    "TIDEMARK_LEASE_MILLIS, 8001, 512, 60, ",
    "TIDEMARK_MODE, at-least-once, 512, 60, checkpoints-weakened",
    "TIDEMARK_MODE, off, 512, 60, checkpoints-weakened",
  })
  void eachRuleHoldsUpToItsEdge(
      String name, String value, int memory, int seconds, @Nullable String rule) {
    assertThat(broken(name, value, memory, seconds))
        .isEqualTo(rule == null ? List.of() : List.of(rule));
  }

  @Test
  void memoryIsEnoughFromTheLeastThatWasTried() {
    assertThat(broken("TIDEMARK_ORDER", "per-key", StartRules.LEAST_MEBIBYTES, 60)).isEmpty();
    assertThat(broken("TIDEMARK_ORDER", "per-key", StartRules.LEAST_MEBIBYTES - 1, 60))
        .containsExactly("memory-below-batch");
  }
}
