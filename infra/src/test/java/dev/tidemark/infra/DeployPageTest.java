package dev.tidemark.infra;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Keeps docs/deploy.md true to the template. */
class DeployPageTest {

  private static final Pattern ROW =
      Pattern.compile("^\\| `(\\w+)` \\| (.*?) \\|", Pattern.MULTILINE);
  private static final Pattern ALARM = Pattern.compile("^\\| `(\\w+Alarm)` \\|", Pattern.MULTILINE);
  private static final Pattern ACTION = Pattern.compile("`(?:[a-z0-9]+:)?([A-Z][A-Za-z]+)`");

  private final String page = Files.readString(Path.of("..", "docs", "deploy.md"));
  private final Map<String, Object> template =
      EvaluatedTemplate.object(EvaluatedTemplate.ofSam().get("template"));

  DeployPageTest() throws IOException {}

  @Test
  void everyParameterIsThereWithItsDefault() {
    List<String> rows =
        ROW.matcher(page)
            .results()
            .filter(row -> !row.group(1).endsWith("Alarm"))
            .map(row -> row.group(1) + "=" + row.group(2))
            .toList();

    assertThat(rows)
        .containsExactlyInAnyOrderElementsOf(
            EvaluatedTemplate.object(template.get("Parameters")).entrySet().stream()
                .map(parameter -> parameter.getKey() + "=" + standard(parameter.getValue()))
                .toList());
  }

  private static String standard(Object parameter) {
    String standard = String.valueOf(EvaluatedTemplate.object(parameter).get("Default"));
    return standard.isEmpty() ? "none" : standard;
  }

  @Test
  void everyAlarmIsThere() {
    assertThat(ALARM.matcher(page).results().map(row -> row.group(1)))
        .containsExactlyInAnyOrderElementsOf(
            EvaluatedTemplate.object(template.get("Resources")).entrySet().stream()
                .filter(
                    resource ->
                        "AWS::CloudWatch::Alarm"
                            .equals(EvaluatedTemplate.object(resource.getValue()).get("Type")))
                .map(Map.Entry::getKey)
                .toList());
  }

  @Test
  void theActionsOfTheRoleAreThereAndNoOthers() throws IOException {
    var key = Map.of("PayloadKeyArn", "arn:aws:kms:eu-west-1:111122223333:key/1234");
    var role = ComparableStack.of(EvaluatedTemplate.of(template, key)).get("AWS::IAM::Role");
    var granted = new TreeSet<String>();
    for (Object statement :
        (Set<?>) EvaluatedTemplate.object(role).getOrDefault("Policies", Set.of())) {
      String action = statement.toString().split(" ", -1)[1];
      granted.add(action.substring(action.indexOf(':') + 1));
    }
    String section = page.substring(page.indexOf("## What the role may do"));
    var documented = new TreeSet<String>();
    ACTION
        .matcher(section.substring(0, section.indexOf("## When")))
        .results()
        .forEach(found -> documented.add(found.group(1)));

    documented.removeAll(QuakeParameters.names());

    assertThat(granted).hasSizeGreaterThan(10);
    assertThat(documented).isEqualTo(granted);
  }
}
