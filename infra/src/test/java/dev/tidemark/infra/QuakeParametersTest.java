package dev.tidemark.infra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds the parameters of the CDK's stack against those of {@code template.yaml}. */
class QuakeParametersTest {

  private static final String TOPIC = "arn:aws:sns:eu-west-1:111122223333:told";
  private static final String KEY = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab";

  private static Map<String, Object> parameters() throws IOException {
    Map<String, Object> template =
        EvaluatedTemplate.object(EvaluatedTemplate.ofSam().get("template"));
    return EvaluatedTemplate.object(template.get("Parameters"));
  }

  static Stream<Map.Entry<String, Object>> eachParameter() throws IOException {
    return parameters().entrySet().stream();
  }

  @Test
  void bothHaveTheSameParameters() throws IOException {
    assertThat(new TreeSet<>(QuakeParameters.names()))
        .isEqualTo(new TreeSet<>(parameters().keySet()));
  }

  @ParameterizedTest
  @MethodSource("eachParameter")
  void theDefaultIsThatOfTheTemplate(Map.Entry<String, Object> parameter) {
    String standard = text(parameter, "Default");

    assertThat(QuakeParameters.read(Map.of(parameter.getKey(), standard)))
        .isEqualTo(QuakeParameters.read(Map.of()));
  }

  @ParameterizedTest
  @MethodSource("eachParameter")
  void whatTheTemplateAllowsIsAllowedAndNothingElse(Map.Entry<String, Object> parameter) {
    String name = parameter.getKey();
    Map<String, Object> limits = EvaluatedTemplate.object(parameter.getValue());
    if (limits.get("AllowedValues") instanceof List<?> allowed) {
      allowed.forEach(value -> accepts(name, value.toString()));
      refuses(name, "other");
    } else if (limits.containsKey("MaxValue")) {
      long min = Long.parseLong(text(parameter, "MinValue"));
      long max = Long.parseLong(text(parameter, "MaxValue"));
      accepts(name, Long.toString(min));
      accepts(name, Long.toString(max));
      refuses(name, Long.toString(min - 1));
      refuses(name, Long.toString(max + 1));
      refuses(name, "many");
    } else {
      String pattern = text(parameter, "AllowedPattern");
      for (String value : List.of("quakes", "a.b_c-1", TOPIC, KEY, "with space", TOPIC + "/x")) {
        if (value.matches(pattern)) {
          accepts(name, value);
        } else {
          refuses(name, value);
        }
      }
    }
  }

  @Test
  void allThatIsWrongStandsInOneLine() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> QuakeParameters.read(Map.of("BatchSize", "0", "Drills", "maybe")))
        .withMessage(
            "parameters: BatchSize is 0, allowed is 1 to 10,000; Drills is 'maybe', allowed is one"
                + " of off, on");
  }

  @Test
  void anUnknownNameIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> QuakeParameters.read(Map.of("Shards", "1")))
        .withMessageStartingWith("parameters: there is no Shards, there are AlarmTopicArn, ");
  }

  private static void accepts(String name, String value) {
    assertThat(QuakeParameters.read(Map.of(name, value))).isNotNull();
  }

  private static void refuses(String name, String value) {
    assertThatIllegalArgumentException()
        .as("%s=%s", name, value)
        .isThrownBy(() -> QuakeParameters.read(Map.of(name, value)))
        .withMessageStartingWith("parameters: " + name + " is ");
  }

  private static String text(Map.Entry<String, Object> parameter, String name) {
    return String.valueOf(EvaluatedTemplate.object(parameter.getValue()).get(name));
  }
}
