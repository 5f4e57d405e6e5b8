package dev.tidemark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.cli.stack.LocalStores;
import dev.tidemark.local.AwsFront;
import dev.tidemark.local.FunctionSettings;
import dev.tidemark.local.LocalAws;
import dev.tidemark.local.LocalDeployment;
import dev.tidemark.mapping.MappingSettings;
import dev.tidemark.mapping.OnFailureDestination;
import dev.tidemark.mapping.ResponseMode;
import dev.tidemark.mapping.WholeFailure;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The doctor on the local stack: tables, bucket and stream as the emulators describe them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DoctorIT {

  private static final MappingSettings SAFE =
      MappingSettings.defaults()
          .withResponseMode(ResponseMode.REPORT_BATCH_ITEM_FAILURES)
          .withWholeFailure(WholeFailure.BISECT)
          .withMaximumRecordAgeSeconds(72_000)
          .withOnFailure(new OnFailureDestination("arn:aws:s3:::" + LocalStores.PAYLOADS));

  private final LocalAws aws = LocalAws.start();
  private final StringWriter out = new StringWriter();

  @BeforeAll
  void make() {
    LocalStores.create(aws).close();
    aws.createStream("quakes", 2);
  }

  @AfterAll
  void stop() {
    aws.close();
  }

  private int doctor(MappingSettings mapping, Map<String, String> variables) {
    var function =
        FunctionSettings.of(
                "quakes", Project.find().file("."), "dev.tidemark.example.QuakeConsumer")
            .withTimeout(Duration.ofSeconds(60))
            .withEnvironment(
                Map.of(
                    "TIDEMARK_TABLE", LocalStores.CHECKPOINTS,
                    "TIDEMARK_BUCKET", LocalStores.PAYLOADS))
            .withEnvironment(variables);
    List<String> never = List.of("dynamodb:DeleteTable", "s3:DeleteObject", "kinesis:DeleteStream");
    var deployment =
        new LocalDeployment(
            function, "quakes", mapping, (action, resource) -> !never.contains(action));
    try (AwsFront front = AwsFront.before(aws, deployment)) {
      return Tidemark.run(
          new PrintWriter(out),
          new PrintWriter(new StringWriter()),
          "doctor",
          "--function",
          "quakes",
          "--json",
          "--endpoint",
          front.endpoint().toString());
    }
  }

  @Test
  void nothingUnsafeIsFoundInASafeMapping() {
    assertThat(doctor(SAFE, Map.of())).isEqualTo(1);

    assertThat(out.toString()).contains("\"unsafe\":0");
  }

  @Test
  void aMappingWithTheDefaultsOfAwsIsUnsafe() {
    assertThat(doctor(MappingSettings.defaults(), Map.of())).isEqualTo(2);

    assertThat(out.toString())
        .contains("partial-responses-off", "retention-below-record-age", "bisect-off");
  }

  @Test
  void aTableThatIsNotThereIsFound() {
    assertThat(doctor(SAFE, Map.of("TIDEMARK_TABLE", "elsewhere"))).isEqualTo(2);

    assertThat(out.toString()).contains("\"found\":\"there is no table elsewhere\"");
  }
}
