package dev.tidemark.handler;

import dev.tidemark.ConsumerParts;
import dev.tidemark.checkpoint.Delivery;
import dev.tidemark.checkpoint.Position;
import dev.tidemark.checkpoint.ShardKey;
import dev.tidemark.checkpoint.SourceRecord;
import dev.tidemark.checkpoint.derived.DerivedRecord;
import dev.tidemark.checkpoint.derived.SeenOrigins;
import dev.tidemark.checkpoint.derived.SeenOriginsCode;
import dev.tidemark.checkpoint.protocol.CheckpointMode;
import dev.tidemark.checkpoint.store.Note;
import dev.tidemark.checkpoint.store.NoteReply;
import dev.tidemark.checkpoint.store.NoteStore;
import dev.tidemark.checkpoint.store.StoreException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Finds the doubles among derived records, before a delivery is processed: one write for a delivery
 * that has derived records, and a read when this process has not seen the shard before or another
 * one wrote meanwhile. It costs nothing for a delivery without derived records. Thread-safe.
 *
 * <p>The write comes before the processing. What is recorded there is which copy counts, not that
 * it is done; so it does no harm when the delivery fails and comes again.
 */
final class DoublesScreen {

  private static final String NAME = "seen-origins";
  private static final int TRIES = 8;

  /**
   * How many settled origins are remembered, for copies that a slow upstream process sends late.
   */
  private static final int MEMORY = 500;

  private final NoteStore notes;
  private final InstantSource clock;
  private final Duration retention;
  private final CheckpointMode mode;
  private final Map<ShardKey, Known> known = new ConcurrentHashMap<>();

  /** What this process last read or wrote. */
  private record Known(long revision, SeenOrigins seen) {
    static final Known NOTHING = new Known(0, SeenOrigins.NONE);
  }

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
    List<SeenOrigins.Arrival> arrivals = arrivals(delivery);
    if (arrivals.isEmpty()) {
      return Set.of();
    }
    return switch (mode) {
      case EXACTLY_ONCE -> judged(delivery, arrivals);
      case AT_LEAST_ONCE -> judgedIfPossible(delivery, arrivals);
      case OFF -> Set.of();
    };
  }

  private static List<SeenOrigins.Arrival> arrivals(Delivery delivery) {
    var arrivals = new ArrayList<SeenOrigins.Arrival>();
    for (SourceRecord record : delivery.records()) {
      DerivedRecord.read(record.data())
          .map(derived -> new SeenOrigins.Arrival(record.position(), derived))
          .ifPresent(arrivals::add);
    }
    return arrivals;
  }

  private Set<Position> judgedIfPossible(Delivery delivery, List<SeenOrigins.Arrival> arrivals) {
    try {
      return judged(delivery, arrivals);
    } catch (StoreException e) {
      return Set.of(); // the mode's promise: it goes on without the table, at least once
    }
  }

  private Set<Position> judged(Delivery delivery, List<SeenOrigins.Arrival> arrivals) {
    ShardKey shard = delivery.shard();
    Known before = known.computeIfAbsent(shard, key -> of(notes.read(key, NAME)));
    for (int i = 0; i < TRIES; i++) {
      SeenOrigins.Judgement judgement = before.seen().judge(arrivals, delivery.first(), MEMORY);
      if (judgement.next().equals(before.seen())) {
        return judgement.doubles();
      }
      var next = new Known(before.revision() + 1, judgement.next());
      Known after = write(shard, next);
      known.put(shard, after);
      if (after.equals(next)) {
        return judgement.doubles();
      }
      before = after;
    }
    throw new StoreException(
        StoreException.Kind.TRANSIENT,
        "others keep writing the note of shard " + shard + "; the batch will be delivered again");
  }

  /** What is there now: this, or what somebody else wrote. */
  private Known write(ShardKey shard, Known next) {
    var note =
        new Note(
            next.revision(), SeenOriginsCode.encode(next.seen()), clock.instant().plus(retention));
    return switch (notes.write(shard, NAME, note)) {
      case NoteReply.Written written -> next;
      case NoteReply.Conflict conflict -> of(conflict.note());
    };
  }

  private static Known of(Optional<Note> note) {
    try {
      return note.map(found -> new Known(found.revision(), SeenOriginsCode.decode(found.content())))
          .orElse(Known.NOTHING);
    } catch (IllegalArgumentException e) {
      throw new StoreException(
          StoreException.Kind.MISCONFIGURED, "a note cannot be read: " + e.getMessage(), e);
    }
  }
}
