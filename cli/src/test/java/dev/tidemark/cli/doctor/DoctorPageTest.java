package dev.tidemark.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.check.Cost;
import dev.tidemark.check.Rule;
import dev.tidemark.check.StartRules;
import dev.tidemark.cli.Project;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Keeps the table of rules in docs/doctor.md true. */
class DoctorPageTest {

  private static final String BEGIN = "<!-- rules: begin -->\n";
  private static final String END = "<!-- rules: end -->";

  /** {@code -Dtidemark.doctor-page=write} writes the page instead of looking at it. */
  private static final String SWITCH = "tidemark.doctor-page";

  /** What an answer of AWS needs to be allowed. */
  private static final Map<String, String> ACTIONS =
      Map.ofEntries(
          Map.entry("function", "lambda:GetFunctionConfiguration"),
          Map.entry("latest", "lambda:GetFunctionConfiguration"),
          Map.entry("concurrency", "lambda:GetFunctionConcurrency"),
          Map.entry("mappings", "lambda:ListEventSourceMappings"),
          Map.entry("stream", "kinesis:DescribeStreamSummary"),
          Map.entry("table", "dynamodb:DescribeTable"),
          Map.entry("time-to-live", "dynamodb:DescribeTimeToLive"),
          Map.entry("backups", "dynamodb:DescribeContinuousBackups"),
          Map.entry("location", "s3:GetBucketLocation"),
          Map.entry("lifecycle", "s3:GetLifecycleConfiguration"),
          Map.entry("versioning", "s3:GetBucketVersioning"),
          Map.entry("publicAccessBlock", "s3:GetBucketPublicAccessBlock"),
          Map.entry("policy", "s3:GetBucketPolicy"),
          Map.entry("encryption", "s3:GetEncryptionConfiguration"));

  private final Path page = Project.find().file("docs/doctor.md");

  @Test
  void thePageHasTheRulesOfTheCode() throws Exception {
    String text = Files.readString(page);
    int from = text.indexOf(BEGIN) + BEGIN.length();
    int to = text.indexOf(END);
    if (System.getProperty(SWITCH, "").equals("write")) {
      Files.writeString(page, text.substring(0, from) + rendered() + text.substring(to));
      return;
    }

    assertThat(text.substring(from, to))
        .as("write the page anew with -D%s=write", SWITCH)
        .isEqualTo(rendered());
  }

  @Test
  void thePageAllowsWhatTheDoctorAsksAndNoMore() throws Exception {
    Set<String> used = new TreeSet<>();
    try (StubAws aws = StubAws.start();
        AwsAccess access =
            AwsAccess.open(Optional.of(aws.endpoint()), Optional.of("eu-central-1"))) {
      new DeploymentReader(access, Map.of()).of("quakes");
      assertThat(aws.simulated()).isNotEmpty();
      used.add("iam:SimulatePrincipalPolicy");
      aws.asked().forEach(answer -> used.add(ACTIONS.getOrDefault(answer, answer)));
    }

    Set<String> allowed =
        Pattern.compile("\"([a-z0-9]+:[A-Z][A-Za-z]+)\"")
            .matcher(Files.readString(page))
            .results()
            .map(found -> found.group(1))
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(allowed).isEqualTo(used);
  }

  @Test
  void thePageShowsHowManyRulesThereAre() throws Exception {
    assertThat(Files.readString(page)).contains("UNSAFE. %d rules:".formatted(Rules.all().size()));
  }

  private static String rendered() {
    List<String> atStart = StartRules.all().stream().map(check -> check.rule().name()).toList();
    var table =
        new StringBuilder(
            "| rule | | can cost | what is wrong | change |\n|---|---|---|---|---|\n");
    for (Rule rule : Rules.all()) {
      table.append(
          "| `%s`%s | %s | %s | %s | %s |\n"
              .formatted(
                  rule.name(),
                  atStart.contains(rule.name()) ? " ¹" : "",
                  rule.severity().word(),
                  rule.costs().stream().map(Cost::word).collect(Collectors.joining(", ")),
                  rule.wrong(),
                  rule.settings()));
    }
    return table.toString();
  }
}
