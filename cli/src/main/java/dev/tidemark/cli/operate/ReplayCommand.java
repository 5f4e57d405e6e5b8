package dev.tidemark.cli.operate;

import dev.tidemark.checkpoint.protocol.StoredBatch;
import dev.tidemark.checkpoint.store.StoreException;
import dev.tidemark.cli.Progress;
import dev.tidemark.cli.UserException;
import dev.tidemark.cli.doctor.AwsAccess;
import dev.tidemark.cli.doctor.AwsOptions;
import dev.tidemark.cli.stack.ReportFile;
import dev.tidemark.engine.Pauses;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ./tidemark replay}. */
@Command(
    name = "replay",
    description = {
      "Sends the records that a consumer has stored in S3 to the function of another consumer,"
          + " in the order of the stream, each once: also those that the stream no longer has.",
      "Run again, it sends them again, and the function skips what it has done."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:the function is through with all of them",
      "1:it stopped at one, or something is wrong",
      "2:wrong usage"
    },
    footer = {
      "",
      "Examples:",
      "  ./tidemark replay --bucket b --consumer quakes --function quakes-by-depth:live --dry-run",
      "  ./tidemark replay --bucket b --consumer quakes --function quakes-by-depth:live",
      "  ./tidemark replay ... --from 2026-01-31T00:00:00Z --to 2026-02-01T00:00:00Z",
      "  ./tidemark replay ... --shard shardId-000000000000 --batch-size 1000"
    })
public final class ReplayCommand implements Callable<Integer> {

  private static final int MOST_RECORDS = 10_000;
  private static final int MOST_TRIES = 1_000;
  private static final int READS_OF_A_PAYLOAD = 2;

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private PayloadOptions payloads = new PayloadOptions();

  @Option(
      names = "--consumer",
      paramLabel = "NAME",
      required = true,
      description = "Whose payloads: TIDEMARK_CONSUMER of the function that stored them.")
  private String consumer = "";

  @Option(
      names = "--function",
      paramLabel = "NAME",
      required = true,
      description = "The function that gets them, with its alias. It consumes under another name.")
  private String function = "";

  @Option(
      names = "--from",
      paramLabel = "TIME",
      description =
          "Only records that reached the stream then or later, like 2026-01-31T12:00:00Z.")
  private Optional<Instant> from = Optional.empty();

  @Option(
      names = "--to",
      paramLabel = "TIME",
      description = "Only records that reached the stream before.")
  private Optional<Instant> to = Optional.empty();

  @Option(
      names = "--stream",
      paramLabel = "NAME",
      description = "Only those of this stream. Default: of all that the consumer has read.")
  private Optional<String> stream = Optional.empty();

  @Option(
      names = "--shard",
      paramLabel = "ID",
      description = "Only those of this shard. Default: all shards, one after the other.")
  private Optional<String> shard = Optional.empty();

  @Option(
      names = "--batch-size",
      paramLabel = "N",
      description = "At most so many records an event, 1 to 10,000. Default: 100.")
  private int batchSize = 100;

  @Option(
      names = "--tries",
      paramLabel = "N",
      description = {
        "Stop when the function has left the same record unfinished so often in a row, 1 to 1,000."
            + " More than its TIDEMARK_MAX_ATTEMPTS. Default: 10."
      })
  private int tries = 10;

  @Option(names = "--dry-run", description = "Only count what would be sent.")
  private boolean dryRun;

  @Option(names = "--json", description = "Print one line of JSON.")
  private boolean json;

  @Mixin private AwsOptions aws = new AwsOptions();

  @Override
  public Integer call() throws InterruptedException {
    validate();
    try (AwsAccess access = aws.open()) {
      var replayer =
          new Replayer(payloads.store(access.s3()), new ArrivalWindow(from, to), batchSize);
      var call = new LambdaFunctionCall(access.lambda(), function);
      var retrying = new RetryingFunction(call, consumer, tries, Pauses.SYSTEM);
      List<StoredBatch> batches = batches(access);
      int reads = batches.size() * READS_OF_A_PAYLOAD;
      ReplayReport report;
      try (Progress.Bar bar = Progress.onStandardError().start("reads of payloads", reads)) {
        report = replayer.replay(batches, dryRun ? new Counted(retrying) : retrying, bar);
      }
      print(json ? report.toJson() : report.toText(dryRun ? "would be sent" : "are through"));
      return report.stopped().isEmpty() ? 0 : 1;
    } catch (StoreException e) {
      throw new UserException(String.valueOf(e.getMessage()), e);
    }
  }

  private void validate() {
    require(batchSize >= 1 && batchSize <= MOST_RECORDS, "--batch-size must be 1 to 10,000");
    require(tries >= 1 && tries <= MOST_TRIES, "--tries must be 1 to 1,000");
    require(
        from.isEmpty() || to.isEmpty() || from.get().isBefore(to.get()),
        "--from must be before --to");
  }

  private void require(boolean fine, String rule) {
    if (!fine) {
      throw new ParameterException(spec.commandLine(), rule);
    }
  }

  private List<StoredBatch> batches(AwsAccess access) {
    List<StoredBatch> batches =
        payloads.batches(access.s3()).of(consumer).stream()
            .filter(batch -> stream.map(batch.shard().stream()::equals).orElse(true))
            .filter(batch -> shard.map(batch.shard().shard()::equals).orElse(true))
            .toList();
    if (batches.isEmpty()) {
      throw new UserException(
          "bucket %s has no such payloads of consumer %s: check --consumer, --prefix, --stream and --shard"
              .formatted(payloads.bucket(), consumer));
    }
    return batches;
  }

  private void print(String shown) {
    ReportFile.print(spec.commandLine().getOut(), shown);
  }
}
