package dev.tidemark.cli.doctor;

import dev.tidemark.check.Check;
import dev.tidemark.check.Check.Breach;
import dev.tidemark.check.Cost;
import dev.tidemark.check.Rule;
import dev.tidemark.checkpoint.aws.CheckpointTable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Rules about the table of the checkpoints. */
final class TableRules {

  private static final Map<String, String> KEYS =
      Map.of("HASH", CheckpointTable.PARTITION_KEY, "RANGE", CheckpointTable.SORT_KEY);

  private TableRules() {}

  static List<Check<Deployment>> all() {
    return List.of(
        new Check<>(
            Rule.unsafe(
                "table-missing",
                "No batch can be claimed, so none runs",
                "TIDEMARK_TABLE",
                Cost.BLOCK,
                Cost.LOSS),
            deployment ->
                deployment.table() instanceof Reading.Absent<TableFacts>(String what)
                    ? Optional.of(new Breach("there is no " + what, "TIDEMARK_TABLE: one that is"))
                    : Optional.empty()),
        of(
            Rule.unsafe(
                "table-keys",
                "Rows cannot be written to a table with other keys",
                "KeySchema",
                Cost.BLOCK,
                Cost.LOSS),
            table ->
                Breach.when(
                    !table.keys().equals(KEYS),
                    "its keys are " + table.keys(),
                    "KeySchema: pk (HASH) and sk (RANGE), both of type S")),
        of(
            Rule.unsafe(
                "table-key-unusable",
                "DynamoDB cannot decrypt the table, and refuses every call",
                "SSESpecification",
                Cost.BLOCK,
                Cost.LOSS),
            table -> table.keyTrouble().map(why -> new Breach(why, "a KMS key that is enabled"))),
        of(
            Rule.warning(
                "index-missing",
                "Batches that stay unfinished cannot be listed, so nobody sees which one blocks",
                "GlobalSecondaryIndexes",
                Cost.BLOCK),
            table ->
                Breach.when(
                    !table.indexes().contains(CheckpointTable.OPEN_INDEX),
                    "it has no index " + CheckpointTable.OPEN_INDEX,
                    "GlobalSecondaryIndexes: open-batches on openStatus and openSince")),
        of(
            Rule.warning(
                "time-to-live-off",
                "Rows of finished batches are kept for ever",
                "TimeToLiveSpecification",
                Cost.MONEY),
            table ->
                table
                    .timeToLive()
                    .found()
                    .filter(attribute -> !attribute.equals(CheckpointTable.TIME_TO_LIVE))
                    .map(
                        attribute ->
                            new Breach(
                                attribute.isEmpty()
                                    ? "time to live is off"
                                    : "time to live goes by " + attribute,
                                "TimeToLiveSpecification: {AttributeName: expiresAt, Enabled:"
                                    + " true}"))),
        of(
            Rule.warning(
                "restore-off",
                "A table that somebody empties by mistake cannot be brought back, and what is on"
                    + " the stream runs again",
                "PointInTimeRecoverySpecification",
                Cost.DOUBLED_WORK),
            table ->
                Breach.when(
                    table.restorable().is(on -> !on),
                    "point-in-time recovery is off",
                    "PointInTimeRecoverySpecification: {PointInTimeRecoveryEnabled: true}")),
        of(
            Rule.warning(
                "table-provisioned",
                "A table of fixed capacity throttles the claims of a burst, and shards wait",
                "BillingMode",
                Cost.BLOCK),
            table ->
                Breach.when(
                    !table.onDemand(),
                    "its capacity is provisioned",
                    "BillingMode: PAY_PER_REQUEST")),
        of(
            Rule.warning(
                "table-replicated",
                "Conditions are checked in one region: a consumer that runs in two of them claims"
                    + " the same batch in both",
                "Replicas",
                Cost.DOUBLED_WORK),
            table ->
                Breach.when(
                    table.replicated(),
                    "the table has replicas in other regions",
                    "a table of one region, or a consumer in one region at a time")));
  }

  private static Check<Deployment> of(Rule rule, Function<TableFacts, Optional<Breach>> look) {
    return new Check<>(rule, look).on(deployment -> deployment.table().found());
  }
}
