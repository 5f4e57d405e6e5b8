package dev.tidemark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.cli.doctor.StubAws;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a replay says when it cannot begin. The function there consumes as quakes. */
class ReplayCommandTest {

  private final StubAws aws = StubAws.start();
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @AfterEach
  void stop() {
    aws.close();
  }

  private int replay(String consumer, String... more) {
    var arguments =
        new ArrayList<>(
            List.of(
                "replay",
                "--bucket",
                "payloads-123456789012",
                "--consumer",
                consumer,
                "--function",
                "quakes",
                "--region",
                "eu-central-1",
                "--endpoint",
                aws.endpoint().toString()));
    arguments.addAll(List.of(more));
    return Tidemark.run(
        new PrintWriter(out), new PrintWriter(err), arguments.toArray(String[]::new));
  }

  @Test
  void theFunctionThatStoredThePayloadsIsRefused() {
    assertThat(replay("quakes", "--dry-run")).isEqualTo(1);

    assertThat(err.toString())
        .startsWith(
            "tidemark: arn:aws:lambda:eu-central-1:123456789012:function:quakes consumes as")
        .contains("another TIDEMARK_CONSUMER", "./tidemark redrive")
        .hasLineCount(1);
  }

  @Test
  void aFunctionConsumesUnderItsOwnNameWhenItsVariablesNameNoOther() {
    aws.change("latest", "\"TIDEMARK_CONSUMER\": \"quakes\",", "");

    assertThat(replay("quakes")).isEqualTo(1);

    assertThat(err.toString()).contains("consumes as quakes").hasLineCount(1);
  }

  @Test
  void aFunctionWhoseVariablesLambdaCannotDecryptIsRefused() {
    aws.change(
        "latest",
        "\"Variables\": {",
        "\"Error\": {\"ErrorCode\": \"AccessDeniedException\", \"Message\": \"no key\"},"
            + " \"Variables\": {");

    assertThat(replay("orders")).isEqualTo(1);

    assertThat(err.toString())
        .startsWith("tidemark: the variables of function quakes cannot be decrypted: no key")
        .hasLineCount(1);
  }

  @Test
  void aConsumerWithoutPayloadsIsOneClearLine() {
    assertThat(replay("orders")).isEqualTo(1);

    assertThat(err.toString())
        .startsWith(
            "tidemark: bucket payloads-123456789012 has no such payloads of consumer orders")
        .hasLineCount(1);
  }

  @Test
  void aMissingPermissionIsNamed() {
    aws.fail("list-type", 403, "AccessDenied", "Access Denied");

    assertThat(replay("orders")).isEqualTo(1);

    assertThat(err.toString()).contains("allow s3:ListBucket on the bucket").hasLineCount(1);
  }

  @Test
  void aMalformedPrefixIsCode2() {
    assertThat(replay("orders", "--prefix", "no-slash")).isEqualTo(2);

    assertThat(err.toString()).startsWith("--prefix: a prefix is empty or ends with a slash");
  }
}
