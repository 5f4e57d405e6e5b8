package dev.tidemark.infra;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awscdk.App;
import software.amazon.awscdk.AppProps;
import software.amazon.awscdk.assertions.Template;

class QuakeAppTest {

  private final ByteArrayOutputStream errors = new ByteArrayOutputStream();
  private final Path folder;

  QuakeAppTest(@TempDir Path folder) {
    this.folder = folder;
  }

  private int run(List<String> arguments, Path functionPackage) {
    return QuakeApp.run(
        arguments, functionPackage, new PrintStream(errors, true, StandardCharsets.UTF_8));
  }

  private String said() {
    return errors.toString(StandardCharsets.UTF_8);
  }

  @Test
  void theStackIsSynthesised() throws IOException {
    assertThat(run(List.of("ShardCount=2"), QuakeStacks.functionPackage(folder))).isZero();
    assertThat(said()).isEmpty();
  }

  @Test
  void parametersComeFromTheContextOfTheCdkToo() throws IOException {
    var app = new App(AppProps.builder().context(Map.of("BatchSize", "7")).build());

    QuakeStack stack = QuakeApp.create(app, List.of(), QuakeStacks.functionPackage(folder));

    Template.fromStack(stack)
        .hasResourceProperties("AWS::Lambda::EventSourceMapping", Map.of("BatchSize", 7));
  }

  @Test
  void aWrongParameterIsOneLine() throws IOException {
    assertThat(run(List.of("BatchSize=0"), QuakeStacks.functionPackage(folder))).isEqualTo(2);
    assertThat(said())
        .isEqualToIgnoringNewLines("tidemark: parameters: BatchSize is 0, allowed is 1 to 10,000");
  }

  @Test
  void anArgumentWithoutAValueIsOneLine() throws IOException {
    assertThat(run(List.of("BatchSize"), QuakeStacks.functionPackage(folder))).isEqualTo(2);
    assertThat(said())
        .isEqualToIgnoringNewLines("tidemark: 'BatchSize' is no parameter: say Name=value");
  }

  @Test
  void aMissingPackageIsOneLine() {
    assertThat(run(List.of(), folder.resolve("nowhere.zip"))).isEqualTo(2);
    assertThat(said().lines())
        .singleElement()
        .asString()
        .startsWith("tidemark: ")
        .endsWith("nowhere.zip is not there: make it with mvn package");
  }
}
