package dev.tidemark.proof.chain;

import dev.tidemark.checkpoint.Bytes;
import dev.tidemark.checkpoint.Position;
import dev.tidemark.checkpoint.RecordError;
import dev.tidemark.checkpoint.SequenceNumber;
import dev.tidemark.checkpoint.SourceRecord;
import dev.tidemark.checkpoint.derived.Correlation;
import dev.tidemark.checkpoint.derived.DerivedRecord;
import dev.tidemark.checkpoint.protocol.RecordResult;
import dev.tidemark.checkpoint.protocol.RecordStart;
import dev.tidemark.testkit.ManualClock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The enricher's records: written first, done in a step of its own. */
final class EnricherSteps {

  private static final RecordResult NOT_NOW =
      new RecordResult.Deferred(new RecordError("Unavailable", "the stream does not answer", ""));
  private static final RecordResult BUSY = new RecordResult.Busy(new RecordError("Busy", "", ""));

  private final Chance chance;
  private final ManualClock clock;
  private final ChainScenery scenery;
  private final ChainSabotage sabotage;
  private final List<ChainShard> target;
  private final List<Runnable> late;

  EnricherSteps(
      Chance chance,
      ManualClock clock,
      ChainScenery scenery,
      ChainSabotage sabotage,
      List<ChainShard> target,
      List<Runnable> late) {
    this.chance = chance;
    this.clock = clock;
    this.scenery = scenery;
    this.sabotage = sabotage;
    this.target = target;
    this.late = late;
  }

  /** The next step of a record; a result when it has come to its end. */
  Optional<RecordResult> step(ChainActor actor, RecordStart start) {
    if (actor.written.contains(start.index())) {
      return Optional.of(new RecordResult.Succeeded());
    }
    if (chance.strikes(ChainFault.RECORD_BUSY, 12)) {
      return Optional.of(BUSY);
    }
    List<Output> outputs = outputs(actor, start.record());
    if (sabotage == ChainSabotage.DONE_BEFORE_DURABLE) {
      if (!chance.oneIn(4)) {
        late.add(() -> write(outputs));
      }
      actor.written.add(start.index());
      return Optional.empty();
    }
    return write(actor, start, outputs);
  }

  private Optional<RecordResult> write(ChainActor actor, RecordStart start, List<Output> outputs) {
    if (chance.strikes(ChainFault.WRITE_IN_PART, 10) && !outputs.isEmpty()) {
      write(outputs.subList(0, chance.below(outputs.size())));
      return sabotage == ChainSabotage.DONE_IN_PART
          ? Optional.of(new RecordResult.Succeeded())
          : Optional.of(NOT_NOW);
    }
    if (!scenery.forgetful && chance.strikes(ChainFault.WRITE_LATE, 14)) {
      late.add(() -> write(outputs));
      return Optional.of(NOT_NOW);
    }
    write(outputs);
    if (chance.strikes(ChainFault.WRITE_TWICE, 10)) {
      write(outputs);
    }
    if (chance.strikes(ChainFault.WRITE_UNANSWERED, 10)) {
      return Optional.of(NOT_NOW);
    }
    actor.written.add(start.index());
    return Optional.empty();
  }

  private record Output(String partitionKey, Bytes data) {}

  private List<Output> outputs(ChainActor actor, SourceRecord record) {
    List<Making.Made> made = Making.of(record.partitionKey(), record.data());
    var outputs = new ArrayList<Output>();
    for (int i = 0; i < made.size(); i++) {
      int index = sabotage == ChainSabotage.ONE_PLACE_FOR_ALL ? 0 : i;
      var correlation =
          Correlation.ofOne(actor.shard.key, record.position(), index, i < made.size() - 1);
      Bytes payload = Bytes.ofUtf8(made.get(i).name());
      var derived = new DerivedRecord(correlation, settledBefore(actor), payload);
      outputs.add(new Output(made.get(i).partitionKey(), derived.encode()));
    }
    return outputs;
  }

  private Optional<Position> settledBefore(ChainActor actor) {
    if (!scenery.oneAtATime()) {
      return Optional.empty();
    }
    if (sabotage == ChainSabotage.SETTLED_TOO_EARLY) {
      String last = actor.delivery.last().sequenceNumber().digits();
      var behind = new SequenceNumber(Long.toString(Long.parseLong(last) + 1));
      return Optional.of(new Position(behind, 0));
    }
    return Optional.of(actor.delivery.first());
  }

  private void write(List<Output> outputs) {
    for (Output output : outputs) {
      int shard = Math.floorMod(output.partitionKey().hashCode(), target.size());
      target.get(shard).put(output.partitionKey(), output.data(), clock.instant());
    }
  }
}
