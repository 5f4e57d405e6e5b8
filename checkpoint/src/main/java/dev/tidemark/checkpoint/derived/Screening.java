package dev.tidemark.checkpoint.derived;

import dev.tidemark.checkpoint.Delivery;
import dev.tidemark.checkpoint.Position;
import dev.tidemark.checkpoint.SourceRecord;
import dev.tidemark.checkpoint.store.Note;
import dev.tidemark.checkpoint.store.NoteReply;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Finds the doubles among the derived records of a delivery, before any of them is processed: says
 * which note to read or to write, and is told what came of that.
 *
 * <p>What is written is which copy counts, not that it is done; so it does no harm when the
 * delivery fails and comes again. A delivery without derived records reads and writes nothing. Not
 * thread-safe.
 */
public final class Screening {

  /** The name of the note of a shard. */
  public static final String NOTE = "seen-origins";

  private static final int TRIES = 8;

  /**
   * What a process knows of a shard's note.
   *
   * @param revision the revision that it read or wrote last; 0 when there was none
   * @param seen what the note says
   */
  public record Known(long revision, SeenOrigins seen) {
    public Known {
      Objects.requireNonNull(seen);
    }
  }

  /** What is to be done next. */
  public sealed interface Step {
    /** Read the note. */
    record Read() implements Step {}

    /** Write this note. */
    record Write(Note note) implements Step {
      public Write {
        Objects.requireNonNull(note);
      }
    }

    /**
     * It is known what the doubles are.
     *
     * @param doubles the positions of records that are copies of others
     * @param known for the next delivery of the shard in this process; absent when nothing was read
     */
    record Judged(Set<Position> doubles, Optional<Known> known) implements Step {
      public Judged {
        doubles = Set.copyOf(doubles);
        Objects.requireNonNull(known);
      }
    }

    /** Others keep writing the note: the delivery has to come again. */
    record GaveUp() implements Step {}
  }

  private final List<SeenOrigins.Arrival> arrivals;
  private final Position first;
  private final int memory;
  private final Instant expiresAt;
  private Optional<Known> known;
  private Optional<Known> wanted = Optional.empty();
  private Set<Position> doubles = Set.of();
  private int tries;

  /**
   * @param known what this process knows from an earlier delivery of the shard
   * @param memory how many settled origins are remembered, for copies that come late
   * @param expiresAt when the note may go if no other delivery writes it
   */
  public Screening(Delivery delivery, Optional<Known> known, int memory, Instant expiresAt) {
    this.arrivals = arrivals(delivery);
    this.first = delivery.first();
    this.known = Objects.requireNonNull(known);
    this.memory = memory;
    this.expiresAt = Objects.requireNonNull(expiresAt);
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

  /** The first step. */
  public Step start() {
    if (arrivals.isEmpty()) {
      return new Step.Judged(Set.of(), known);
    }
    return known.<Step>map(this::judge).orElseGet(Step.Read::new);
  }

  /**
   * The note was read.
   *
   * @throws IllegalArgumentException when the note cannot be read by this version
   */
  public Step onRead(Optional<Note> note) {
    return judge(of(note));
  }

  /**
   * The write was answered. It is safe to send a write again when its outcome is unknown.
   *
   * @throws IllegalArgumentException when the note that is there cannot be read by this version
   */
  public Step onReply(NoteReply reply) {
    Known written = wanted.orElseThrow(() -> new IllegalStateException("nothing was written"));
    Known there =
        switch (reply) {
          case NoteReply.Written done -> written;
          case NoteReply.Conflict conflict -> of(conflict.note());
        };
    return there.equals(written) ? new Step.Judged(doubles, Optional.of(there)) : judge(there);
  }

  private Step judge(Known now) {
    known = Optional.of(now);
    if (tries++ == TRIES) {
      return new Step.GaveUp();
    }
    SeenOrigins.Judgement judgement = now.seen().judge(arrivals, first, memory);
    doubles = judgement.doubles();
    if (judgement.next().equals(now.seen())) {
      return new Step.Judged(doubles, known);
    }
    var next = new Known(now.revision() + 1, judgement.next());
    wanted = Optional.of(next);
    return new Step.Write(
        new Note(next.revision(), SeenOriginsCode.encode(next.seen()), expiresAt));
  }

  private static Known of(Optional<Note> note) {
    return note.map(found -> new Known(found.revision(), SeenOriginsCode.decode(found.content())))
        .orElseGet(() -> new Known(0, SeenOrigins.NONE));
  }
}
