package dev.tidemark.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.cli.Progress;
import dev.tidemark.cli.Project;
import dev.tidemark.local.AwsFront;
import dev.tidemark.local.LocalAws;
import dev.tidemark.local.SingleEndpoint;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * The demo against one address that somebody else runs, with the package as it is deployed: a zip
 * file, which SAM leaves as it is.
 */
class EndpointIT {

  private static final int RECORDS = 100;

  @Test
  void nothingIsLostAndNothingIsLeftBehind() throws Exception {
    Project project = Project.find();
    Path records = project.file("example/data/earthquakes-week.ndjson");
    var options =
        new DemoOptions(5, 2, 20, 1, records, project.file("example/target/function.zip"));
    List<String> lines = Files.readAllLines(records).subList(0, RECORDS);
    DemoPlan plan = DemoPlan.of(lines, options.seed());

    try (LocalAws aws = LocalAws.start();
        AwsFront front = AwsFront.before(aws)) {
      DemoReport report;
      try (DemoStack stack = DemoStack.at(new SingleEndpoint(front.endpoint()), options);
          var quiet = new PrintStream(PrintStream.nullOutputStream())) {
        report = new Demo(options, stack, new Progress(quiet, Progress.Screen.FILE)).run(plan);
      }

      assertThat(report.audit().findings()).isEmpty();
      assertThat(report.isFine()).isTrue();
      assertThat(report.traffic().putsPerBatch()).isPositive();
      try (S3Client s3 = aws.s3Client();
          KinesisClient kinesis = aws.kinesisClient()) {
        assertThat(s3.listBuckets().buckets()).isEmpty();
        assertThat(kinesis.listStreams().streamSummaries())
            .allMatch(stream -> stream.streamStatusAsString().equals("DELETING"));
      }
    }
  }
}
