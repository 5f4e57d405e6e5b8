package dev.tidemark.cli.operate;

import dev.tidemark.checkpoint.BatchStatus;
import dev.tidemark.checkpoint.aws.OpenBatches;
import dev.tidemark.checkpoint.store.BatchRow;
import dev.tidemark.checkpoint.store.StoreException;
import dev.tidemark.cli.UserException;
import dev.tidemark.cli.doctor.AwsAccess;
import dev.tidemark.cli.stack.ReportFile;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ./tidemark batches}. */
@Command(
    name = "batches",
    description = {
      "Lists the batches of a consumer that are not finished, or hold exhausted records.",
      "It reads only: dynamodb:Query on the table's index, GetItem on the table."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:there is nothing to be done", "1:there is", "2:wrong usage"},
    footer = {
      "",
      "Examples:",
      "  ./tidemark batches --table quakes-checkpoints --consumer quakes",
      "  ./tidemark batches --table t --consumer c --status exhausted --json | jq"
          + " '.batches[].batch'"
    })
public final class BatchesCommand implements Callable<Integer> {

  private static final int MOST = 10_000;

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private StoreOptions stores = new StoreOptions();

  @Option(
      names = "--status",
      split = ",",
      paramLabel = "STATUS",
      description = "Only these: in_progress, failed, exhausted. Default: all three.")
  private Set<BatchStatus> statuses =
      Set.of(BatchStatus.IN_PROGRESS, BatchStatus.FAILED, BatchStatus.EXHAUSTED);

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "At most so many of each status, 1 to 10,000. Default: 100.")
  private int limit = 100;

  @Option(names = "--json", description = "Print one line of JSON.")
  private boolean json;

  @Override
  public Integer call() {
    if (limit < 1 || limit > MOST) {
      throw new ParameterException(spec.commandLine(), "--limit must be 1 to 10,000, is " + limit);
    }
    try (AwsAccess aws = stores.open()) {
      var open = new OpenBatches(aws.dynamoDb(), stores.table());
      var rows = new ArrayList<BatchRow>();
      for (BatchStatus status : statuses.stream().sorted().toList()) {
        rows.addAll(find(open, status));
      }
      var lines = new BatchLines(Instant.now());
      ReportFile.print(spec.commandLine().getOut(), json ? lines.json(rows) : lines.text(rows));
      return rows.isEmpty() ? 0 : 1;
    } catch (StoreException e) {
      throw new UserException(String.valueOf(e.getMessage()), e);
    }
  }

  private List<BatchRow> find(OpenBatches open, BatchStatus status) {
    try {
      return open.of(stores.consumer(), status, limit);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(
          spec.commandLine(), "--status must be in_progress, failed or exhausted, is " + status, e);
    }
  }
}
