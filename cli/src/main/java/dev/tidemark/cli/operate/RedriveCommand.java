package dev.tidemark.cli.operate;

import dev.tidemark.checkpoint.BatchStatus;
import dev.tidemark.checkpoint.aws.DynamoDbStatusStore;
import dev.tidemark.checkpoint.aws.OpenBatches;
import dev.tidemark.checkpoint.store.BatchRow;
import dev.tidemark.checkpoint.store.StoreException;
import dev.tidemark.cli.UserException;
import dev.tidemark.cli.doctor.AwsAccess;
import dev.tidemark.cli.stack.ReportFile;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./tidemark redrive}. */
@Command(
    name = "redrive",
    description = {
      "Has exhausted records run again by their function, with all their attempts. Each keeps its"
          + " position and its idempotency key; its status stays where it was.",
      "A redriven record comes after later ones of its partition key."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:all of them are done",
      "1:some are exhausted again, or were left alone",
      "2:wrong usage"
    },
    footer = {
      "",
      "Examples:",
      "  ./tidemark redrive --table t --bucket b --consumer quakes --function quakes:live"
          + " --dry-run",
      "  ./tidemark redrive --table t --bucket b --consumer quakes --function quakes:live",
      "  ./tidemark redrive ... --batch 8f507cfc-xmpl --unfinished"
    })
public final class RedriveCommand implements Callable<Integer> {

  private static final int MOST = 10_000;

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private StoreOptions stores = new StoreOptions();
  @Mixin private PayloadOptions payloads = new PayloadOptions();

  @Option(
      names = "--function",
      paramLabel = "NAME",
      required = true,
      description = "The function that consumes under this name, with its alias.")
  private String function = "";

  @Option(
      names = "--batch",
      paramLabel = "BATCH",
      description = "Only this batch; './tidemark batches' names them.")
  private Optional<String> batch = Optional.empty();

  @Option(
      names = "--unfinished",
      description = {
        "Deliver batches too that are not finished and that nobody is at: those that the event"
            + " source mapping has given up. Not while it still delivers them."
      })
  private boolean unfinished;

  @Option(names = "--dry-run", description = "Only list what would be redriven.")
  private boolean dryRun;

  @Option(names = "--json", description = "Print one line of JSON.")
  private boolean json;

  @Override
  public Integer call() {
    try (AwsAccess aws = stores.open()) {
      List<BatchRow> rows = rows(new OpenBatches(aws.dynamoDb(), stores.table()));
      if (dryRun) {
        var lines = new BatchLines(Instant.now());
        print(json ? lines.json(rows) : lines.text(rows));
        return rows.isEmpty() ? 0 : 1;
      }
      var redriver =
          new Redriver(
              new DynamoDbStatusStore(aws.dynamoDb(), stores.table()),
              payloads.store(aws.s3()),
              new LambdaFunctionCall(aws.lambda(), function),
              Clock.systemUTC());
      var report = RedriveReport.of(rows.stream().map(redriver::redrive).toList());
      print(json ? report.toJson() : report.toText());
      return report.isAllDone() ? 0 : 1;
    } catch (StoreException e) {
      throw new UserException(String.valueOf(e.getMessage()), e);
    }
  }

  private List<BatchRow> rows(OpenBatches open) {
    var rows = new ArrayList<>(open.of(stores.consumer(), BatchStatus.EXHAUSTED, MOST));
    if (unfinished) {
      rows.addAll(open.of(stores.consumer(), BatchStatus.FAILED, MOST));
      rows.addAll(open.of(stores.consumer(), BatchStatus.IN_PROGRESS, MOST));
    }
    batch.ifPresent(wanted -> rows.removeIf(row -> !row.claim().value().equals(wanted)));
    return rows;
  }

  private void print(String shown) {
    ReportFile.print(spec.commandLine().getOut(), shown);
  }
}
