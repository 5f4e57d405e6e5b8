package dev.tidemark.proof;

import dev.tidemark.checkpoint.RecordError;
import dev.tidemark.checkpoint.protocol.ProtocolSettings;
import dev.tidemark.checkpoint.protocol.RecordResult;
import dev.tidemark.checkpoint.protocol.Retries;
import dev.tidemark.testkit.store.MemoryEffects;
import java.time.Duration;
import java.util.Optional;

/**
 * What only some worlds have: effects that are committed, retries inside an invocation, outages,
 * handlers that ask for checkpoints, processes that know how their predecessors ended, and an
 * operator who has exhausted records run again.
 *
 * <p>They have a source of chance of their own, so that a world without them is what it would be if
 * there were none.
 */
final class Extras {

  private static final RecordError DOWN = new RecordError("Down", "", "");

  private final Dice dice;
  private final boolean effects;
  private final boolean retries;
  private final boolean outages;
  private final boolean checkpoints;
  private final boolean markers;
  private final boolean redrives;

  Extras(Dice dice) {
    this.dice = dice;
    this.effects = dice.oneIn(3);
    this.retries = dice.oneIn(4);
    this.outages = dice.oneIn(4);
    this.checkpoints = dice.oneIn(4);
    this.markers = dice.oneIn(3);
    this.redrives = dice.oneIn(4);
  }

  ProtocolSettings of(ProtocolSettings settings) {
    if (!retries) {
      return settings;
    }
    var first = Duration.ofMillis(20 + dice.below(400));
    var longest = first.plusMillis(dice.below(2_000));
    return settings.withRetries(new Retries(1 + dice.below(4), first, longest));
  }

  /** Whether good records have effects. */
  boolean hasEffects() {
    return effects;
  }

  /** What the handler says instead: with an effect, or that something is down. */
  RecordResult of(WorldRecord record, RecordResult result, Dice world) {
    if (outages && dice.oneIn(12) && !world.isCalm()) {
      return dice.oneIn(2) ? new RecordResult.Deferred(DOWN) : new RecordResult.Busy(DOWN);
    }
    return effects && result instanceof RecordResult.Succeeded
        ? new RecordResult.Succeeded(Optional.of(MemoryEffects.count(counter(record))))
        : result;
  }

  /** The counter that a record's effect counts. */
  static String counter(WorldRecord record) {
    return "record-" + record.index();
  }

  /** Whether a handler asks for a checkpoint now. */
  boolean wantsCheckpoint() {
    return checkpoints && dice.oneIn(30);
  }

  /** Whether an operator looks for exhausted records now, to have them run again. */
  boolean redrives() {
    return redrives && dice.oneIn(40);
  }

  /** Which of them are meant. */
  boolean meansToRedrive() {
    return !dice.oneIn(3);
  }

  /** Whether the operator is gone before the batch is given back. */
  boolean losesOperator() {
    return dice.oneIn(8);
  }

  /** Whether the next process knows what this one died with. */
  boolean leavesMark() {
    return markers && !dice.oneIn(4);
  }
}
