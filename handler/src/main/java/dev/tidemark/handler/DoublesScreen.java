package dev.tidemark.handler;

import dev.tidemark.ConsumerParts;
import dev.tidemark.checkpoint.Delivery;
import dev.tidemark.checkpoint.Position;
import dev.tidemark.checkpoint.ShardKey;
import dev.tidemark.checkpoint.derived.Screening;
import dev.tidemark.checkpoint.protocol.CheckpointMode;
import dev.tidemark.checkpoint.store.NoteStore;
import dev.tidemark.checkpoint.store.StoreException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Finds the doubles among derived records, before a delivery is processed: one write for a delivery
 * that has derived records, and a read when this process has not seen the shard before or another
 * one wrote meanwhile. It costs nothing for a delivery without derived records. Thread-safe.
 */
final class DoublesScreen {

  /**
   * How many settled origins are remembered, for copies that a slow upstream process sends late.
   */
  private static final int MEMORY = 500;

  private final NoteStore notes;
  private final InstantSource clock;
  private final Duration retention;
  private final CheckpointMode mode;
  private final Map<ShardKey, Screening.Known> known = new ConcurrentHashMap<>();

  DoublesScreen(ConsumerParts parts) {
    this.notes = parts.notes();
    this.clock = parts.process().clock();
    this.retention = parts.settings().protocol().retention();
    this.mode = parts.settings().protocol().durability().mode();
  }

  /**
   * The positions of records that are copies of others.
   *
   * @throws StoreException when that cannot be told now, and the mode does not go on regardless
   */
  Set<Position> doubles(Delivery delivery) {
    return switch (mode) {
      case EXACTLY_ONCE -> judged(delivery);
      case AT_LEAST_ONCE -> judgedIfPossible(delivery);
      case OFF -> Set.of();
    };
  }

  private Set<Position> judgedIfPossible(Delivery delivery) {
    try {
      return judged(delivery);
    } catch (StoreException e) {
      return Set.of(); // the mode's promise: it goes on without the table, at least once
    }
  }

  private Set<Position> judged(Delivery delivery) {
    ShardKey shard = delivery.shard();
    var screening =
        new Screening(
            delivery,
            Optional.ofNullable(known.get(shard)),
            MEMORY,
            clock.instant().plus(retention));
    Screening.Step step = screening.start();
    try {
      while (true) {
        switch (step) {
          case Screening.Step.Read read ->
              step = screening.onRead(notes.read(shard, Screening.NOTE));
          case Screening.Step.Write write ->
              step = screening.onReply(notes.write(shard, Screening.NOTE, write.note()));
          case Screening.Step.Judged judged -> {
            judged.known().ifPresent(now -> known.put(shard, now));
            return judged.doubles();
          }
          case Screening.Step.GaveUp gaveUp -> throw busy(shard);
        }
      }
    } catch (IllegalArgumentException e) {
      throw new StoreException(
          StoreException.Kind.MISCONFIGURED,
          "note '%s' of shard %s cannot be read (written by another version?): %s"
              .formatted(Screening.NOTE, shard, e.getMessage()),
          e);
    }
  }

  private static StoreException busy(ShardKey shard) {
    return new StoreException(
        StoreException.Kind.TRANSIENT,
        "others keep writing the note of shard " + shard + "; the batch will be delivered again");
  }
}
