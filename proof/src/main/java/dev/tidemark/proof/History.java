package dev.tidemark.proof;

import dev.tidemark.checkpoint.ClaimId;
import dev.tidemark.checkpoint.Position;
import dev.tidemark.checkpoint.ShardKey;
import dev.tidemark.checkpoint.protocol.RecordResult;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntSupplier;

/** The world's own log of its records, independent of what the protocol says of them. */
final class History {

  private final List<WorldRecord> records = new ArrayList<>();
  private final List<RecordHistory> histories = new ArrayList<>();
  private final Map<ShardKey, Map<Position, WorldRecord>> byPosition = new HashMap<>();
  private final IntSupplier step;

  /**
   * @param step the number of the present step
   */
  History(IntSupplier step) {
    this.step = step;
  }

  void add(ShardKey shard, WorldRecord record) {
    records.add(record);
    histories.add(new RecordHistory());
    byPosition
        .computeIfAbsent(shard, key -> new HashMap<>())
        .put(record.source().position(), record);
  }

  List<WorldRecord> records() {
    return records;
  }

  RecordHistory of(WorldRecord record) {
    return histories.get(record.index());
  }

  Optional<WorldRecord> at(ShardKey shard, Position position) {
    return Optional.ofNullable(byPosition.getOrDefault(shard, Map.of()).get(position));
  }

  int step() {
    return step.getAsInt();
  }

  /** Says for the how many-th time it starts. */
  void started(WorldRecord record, ClaimId by) {
    of(record).runs.add(new RecordHistory.Run(by, step()));
  }

  /** The handler comes to its end with a record. */
  void ended(WorldRecord record, ClaimId by, RecordResult result) {
    RecordHistory history = of(record);
    history
        .openRun(by)
        .ifPresent(
            run -> {
              run.endedAt = step();
              run.result = result;
            });
    switch (result) {
      case RecordResult.Succeeded succeeded -> history.done = true;
      case RecordResult.Ignored ignored -> history.done = true;
      case RecordResult.Failed failed -> history.failures++;
      case RecordResult.Busy busy -> {}
      case RecordResult.Deferred deferred -> {}
      case RecordResult.Hopeless hopeless -> {
        history.failures++;
        history.hopeless = true;
      }
    }
  }

  /** How often the handler came to an end with it so far. */
  int ends(WorldRecord record) {
    int count = 0;
    for (RecordHistory.Run run : of(record).runs) {
      count += run.wasTried() ? 1 : 0;
    }
    return count;
  }

  /** Nobody has to wait for this record any more. */
  boolean isOver(WorldRecord record) {
    RecordHistory history = of(record);
    return history.done || history.isFinished() || history.movedPast || history.redriven;
  }
}
