package dev.tidemark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.tidemark.cli.doctor.StubAws;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the doctor prints, what it ends with, and what it says when it cannot look. */
class DoctorCommandTest {

  private static final String VARIABLES =
      """
      "Variables": {
            "TIDEMARK_CONSUMER": "quakes",
            "TIDEMARK_TABLE": "checkpoints",
            "TIDEMARK_BUCKET": "payloads-123456789012",
            "TIDEMARK_RETENTION_DAYS": "8",
            "QUAKE_TABLE": "quakes"
          }\
      """;

  private final StubAws aws = StubAws.start();
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @AfterEach
  void stop() {
    aws.close();
  }

  private int doctor(String... more) {
    return doctorAt(aws.endpoint(), more);
  }

  private int doctorAt(URI endpoint, String... more) {
    var arguments =
        new ArrayList<>(
            List.of(
                "doctor",
                "--function",
                "quakes",
                "--region",
                "eu-central-1",
                "--endpoint",
                endpoint.toString()));
    arguments.addAll(List.of(more));
    return Tidemark.run(
        new PrintWriter(out), new PrintWriter(err), arguments.toArray(String[]::new));
  }

  private void assertOneLine(String... parts) {
    assertThat(out.toString()).isEmpty();
    assertThat(err.toString()).startsWith("tidemark: ").contains(parts).hasLineCount(1);
  }

  @Test
  void aSafeDeploymentIsCode0() {
    assertThat(doctor()).isZero();
    assertThat(out.toString())
        .startsWith("stream quakes to quakes:live (mapping 14e0db71-xmpl-4eb5-b481-8945cf9d10c2)\n")
        .contains("Safe. ", " 0 unsafe, 0 warnings, 0 not checked");
  }

  @Test
  void warningsAreCode1AndSayWhatToChange() {
    aws.change("mappings", "\"BisectBatchOnFunctionError\": true", "\"X\": 1");

    assertThat(doctor()).isEqualTo(1);

    assertThat(out.toString())
        .contains("warning    bisect-off", "block, doubled work")
        .contains("Change: BisectBatchOnFunctionError: true")
        .contains("Works, with warnings. ");
  }

  @Test
  void unsafeIsCode2() {
    aws.change("mappings", "[\"ReportBatchItemFailures\"]", "[]");

    assertThat(doctor()).isEqualTo(2);

    assertThat(out.toString()).contains("unsafe     partial-responses-off", "UNSAFE. ");
  }

  @Test
  void jsonIsOneLine() {
    aws.change("mappings", "[\"ReportBatchItemFailures\"]", "[]");

    assertThat(doctor("--json")).isEqualTo(2);

    assertThat(out.toString())
        .hasLineCount(1)
        .startsWith("{\"function\":\"quakes\",\"verdict\":\"unsafe\",\"unsafe\":1,\"warnings\":0,")
        .contains("\"rule\":\"partial-responses-off\",\"severity\":\"unsafe\",\"costs\":[\"loss\"]")
        .contains("\"change\":\"FunctionResponseTypes: [ReportBatchItemFailures]\"");
  }

  @Test
  void whatMayNotBeReadIsSaidAndIsNoReasonToStop() {
    aws.fail("role", 403, "AccessDenied", "not authorized to perform: iam:SimulatePrincipalPolicy");

    assertThat(doctor()).isEqualTo(1);

    assertThat(out.toString())
        .contains("unchecked  what role quakes may do")
        .contains("not authorized to perform: iam:SimulatePrincipalPolicy")
        .contains("0 unsafe, 0 warnings, 1 not checked");
  }

  @Test
  void aFunctionThatDoesNotExistIsOneLine() {
    aws.fail("latest", 404, "ResourceNotFoundException", "Function not found: quakes");

    assertThat(doctor()).isEqualTo(3);

    assertOneLine("there is no function quakes: check the name, the region and the account");
  }

  @Test
  void aFunctionOfSomebodyElseIsOneLine() {
    aws.change("latest", VARIABLES, "\"Variables\": {\"QUAKE_TABLE\": \"quakes\"}");

    assertThat(doctor()).isEqualTo(3);

    assertOneLine("function quakes is no consumer of Tidemark", "--set TIDEMARK_TABLE=NAME");
  }

  @Test
  void settingsInCodeCanBeSaid() {
    String none = "\"Variables\": {\"QUAKE_TABLE\": \"quakes\"}";
    aws.change("latest", VARIABLES, none).change("function", VARIABLES, none);

    assertThat(
            doctor(
                "--set",
                "TIDEMARK_TABLE=checkpoints",
                "--set",
                "TIDEMARK_BUCKET=payloads-123456789012"))
        .isZero();
  }

  @Test
  void aMissingPermissionIsOneLine() {
    aws.fail(
        "latest",
        403,
        "AccessDeniedException",
        "User: arn:aws:iam::123456789012:user/ann is not authorized to perform:"
            + " lambda:GetFunctionConfiguration");

    assertThat(doctor()).isEqualTo(3);

    assertOneLine(
        "not allowed to read function quakes",
        "lambda:GetFunctionConfiguration",
        "docs/doctor.md has the policy");
  }

  @Test
  void expiredCredentialsAreOneLine() {
    aws.fail(
        "latest", 403, "ExpiredTokenException", "The security token in the request is expired");

    assertThat(doctor()).isEqualTo(3);

    assertOneLine("the AWS credentials have expired: sign in again");
  }

  @Test
  void credentialsOfAnotherPartitionAreOneLine() {
    aws.fail("latest", 403, "UnrecognizedClientException", "The security token is invalid");

    assertThat(doctor()).isEqualTo(3);

    assertOneLine("AWS does not accept these credentials (UnrecognizedClientException)", "region");
  }

  @Test
  void anEndpointWhereNothingListensIsOneLine() {
    URI closed = aws.endpoint();
    aws.close();

    assertThat(doctorAt(closed)).isEqualTo(3);

    assertOneLine("nothing answers where function quakes should be: check --endpoint");
  }

  @Test
  void aHostThatDoesNotExistIsOneLine() {
    assertThat(doctorAt(URI.create("http://aws.invalid:4566"))).isEqualTo(3);

    assertOneLine("cannot find aws.invalid: check --endpoint, the region and the network");
  }

  @Test
  void anEndpointThatIsNotAwsIsOneLine() throws Exception {
    HttpServer shop =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    shop.createContext(
        "/",
        exchange -> {
          try (exchange) {
            byte[] page = "<html>not here</html>".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(404, page.length);
            exchange.getResponseBody().write(page);
          }
        });
    shop.start();
    try {
      URI url = URI.create("http://127.0.0.1:" + shop.getAddress().getPort());

      assertThat(doctorAt(url)).isEqualTo(3);

      assertOneLine("what answers does not know how to read function quakes (HTTP 404)");
    } finally {
      shop.stop(0);
    }
  }

  @Test
  void verboseShowsTheStackTrace() {
    aws.fail(
        "latest", 403, "ExpiredTokenException", "The security token in the request is expired");

    assertThat(doctor("--verbose")).isEqualTo(3);

    assertThat(err.toString()).contains("\tat dev.tidemark.cli.doctor", "Caused by: ");
  }

  @Test
  void aUrlWithoutASchemeIsWrongUsage() {
    assertThat(doctorAt(URI.create("localhost:4566"))).isEqualTo(3);

    assertThat(err.toString())
        .startsWith("--endpoint must be a URL like http://localhost:4566, is localhost:4566\n");
  }

  @Test
  void aNameThatIsNoneIsWrongUsage() {
    assertThat(
            Tidemark.run(new PrintWriter(out), new PrintWriter(err), "doctor", "--function", "a b"))
        .isEqualTo(3);

    assertThat(err.toString()).startsWith("--function must be a function's name");
  }
}
