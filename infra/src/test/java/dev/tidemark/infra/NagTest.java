package dev.tidemark.infra;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cdklabs.cdknag.AwsSolutionsChecks;
import io.github.cdklabs.cdknag.NIST80053R5Checks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awscdk.App;
import software.amazon.awscdk.Aspects;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.assertions.Annotations;
import software.amazon.awscdk.assertions.Match;
import software.amazon.awscdk.cloudformation.include.CfnInclude;
import software.amazon.awscdk.services.s3.Bucket;

/** The rules of AWS Solutions and of NIST 800-53 revision 5, on both descriptions of the stack. */
class NagTest {

  private final App app = new App();

  @ParameterizedTest
  @MethodSource("dev.tidemark.infra.SameStackTest#choices")
  void theStackOfTheCdkHasNoFinding(Map<String, String> choice, @TempDir Path folder)
      throws IOException {
    Stack stack = QuakeStacks.create(app, choice, folder);

    assertThat(findings(stack)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("dev.tidemark.infra.SameStackTest#choices")
  void theTemplateHasNoFinding(Map<String, String> choice, @TempDir Path folder)
      throws IOException {
    var template = EvaluatedTemplate.object(EvaluatedTemplate.ofSam().get("template"));
    Path file = folder.resolve("template.json");
    Files.writeString(file, EvaluatedTemplate.write(EvaluatedTemplate.of(template, choice)));
    var stack = new Stack(app, "Template");
    CfnInclude.Builder.create(stack, "Included").templateFile(file.toString()).build();

    assertThat(findings(stack)).isEmpty();
  }

  @Test
  void theRulesFindWhatIsWrong() {
    var stack = new Stack(app, "Wrong");
    new Bucket(stack, "Bucket");

    assertThat(findings(stack))
        .anySatisfy(finding -> assertThat(finding).contains("AwsSolutions-S10"))
        .anySatisfy(finding -> assertThat(finding).contains("NIST.800.53.R5-S3BucketLogging"));
  }

  @SuppressWarnings("deprecation") // the type of the messages, for which there is no other yet
  private List<String> findings(Stack stack) {
    Aspects.of(app).add(AwsSolutionsChecks.Builder.create().build());
    Aspects.of(app).add(NIST80053R5Checks.Builder.create().build());
    var annotations = Annotations.fromStack(stack);
    return Stream.concat(
            annotations.findError("*", Match.anyValue()).stream(),
            annotations.findWarning("*", Match.anyValue()).stream())
        .map(message -> message.getId() + ": " + message.getEntry().getData())
        .toList();
  }
}
