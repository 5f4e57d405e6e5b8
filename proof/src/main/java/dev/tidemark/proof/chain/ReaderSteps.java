package dev.tidemark.proof.chain;

import dev.tidemark.checkpoint.Position;
import dev.tidemark.checkpoint.SourceRecord;
import dev.tidemark.checkpoint.derived.Correlation;
import dev.tidemark.checkpoint.derived.DerivedRecord;
import dev.tidemark.checkpoint.derived.Screening;
import dev.tidemark.checkpoint.derived.SeenOrigins;
import dev.tidemark.checkpoint.protocol.RecordResult;
import dev.tidemark.checkpoint.protocol.RecordStart;
import dev.tidemark.checkpoint.store.Note;
import dev.tidemark.checkpoint.store.NoteReply;
import dev.tidemark.testkit.store.MemoryEffects;
import dev.tidemark.testkit.store.MemoryNoteStore;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The reader's deliveries: copies are looked for first, and each record counts with its row. */
final class ReaderSteps {

  private final Chance chance;
  private final ChainScenery scenery;
  private final ChainSabotage sabotage;
  private final MemoryNoteStore notes = new MemoryNoteStore();
  private final Set<String> met = new HashSet<>();
  private final Map<String, Correlation.Origin> marks = new HashMap<>();
  private final Map<String, Boolean> judged = new HashMap<>();

  ReaderSteps(Chance chance, ChainScenery scenery, ChainSabotage sabotage) {
    this.chance = chance;
    this.scenery = scenery;
    this.sabotage = sabotage;
  }

  void begin(ChainActor actor) {
    Optional<Screening.Known> known =
        sabotage == ChainSabotage.READER_HAS_NO_NOTE
            ? Optional.of(new Screening.Known(0, SeenOrigins.NONE))
            : Optional.ofNullable(actor.worker.known.get(actor.shard));
    var screening =
        new Screening(
            actor.delivery, known, scenery.memory, ChainScenery.START.plus(ChainScenery.RETENTION));
    actor.screening = Optional.of(screening);
    actor.screeningStep = Optional.of(screening.start());
  }

  /** What came of a step of the screening. */
  enum Screened {
    GOES_ON,
    DONE,
    FAILED
  }

  Screened step(ChainActor actor) {
    Screening screening = actor.screening.orElseThrow();
    switch (actor.screeningStep.orElseThrow()) {
      case Screening.Step.Read read -> {
        if (chance.strikes(ChainFault.NOTE_LOST, 20)) {
          return Screened.FAILED;
        }
        var note = notes.read(actor.shard.key, Screening.NOTE);
        actor.screeningStep = Optional.of(screening.onRead(note));
      }
      case Screening.Step.Write write -> {
        if (chance.strikes(ChainFault.NOTE_LOST, 20)) {
          return Screened.FAILED;
        }
        NoteReply reply = write(actor, write.note());
        if (chance.strikes(ChainFault.NOTE_REPLY_LOST, 20)) {
          return Screened.FAILED;
        }
        actor.screeningStep = Optional.of(screening.onReply(reply));
      }
      case Screening.Step.Judged done -> {
        done.known().ifPresent(known -> actor.worker.known.put(actor.shard, known));
        actor.doubles = doubles(actor, done.doubles());
        return Screened.DONE;
      }
      case Screening.Step.GaveUp gaveUp -> {
        return Screened.FAILED;
      }
    }
    return Screened.GOES_ON;
  }

  private NoteReply write(ChainActor actor, Note note) {
    return switch (sabotage) {
      case READER_HAS_NO_NOTE -> new NoteReply.Written();
      case NOTE_WITHOUT_CONDITION -> {
        long there = notes.read(actor.shard.key, Screening.NOTE).map(Note::revision).orElse(0L);
        notes.write(
            actor.shard.key, Screening.NOTE, new Note(there + 1, note.content(), note.expiresAt()));
        yield new NoteReply.Written();
      }
      default -> notes.write(actor.shard.key, Screening.NOTE, note);
    };
  }

  private Set<Position> doubles(ChainActor actor, Set<Position> found) {
    return switch (sabotage) {
      case READER_TAKES_COPIES -> Set.of();
      case READER_DROPS_ITSELF -> those(actor, this::wasMet);
      case HIGH_WATER_MARK -> those(actor, this::isBelowMark);
      default -> found;
    };
  }

  /** Tells doubles in a way of its own. */
  private interface Test {
    boolean isDouble(String position, String source, Correlation.Origin origin);
  }

  private static Set<Position> those(ChainActor actor, Test test) {
    Set<Position> doubles = new HashSet<>();
    for (SourceRecord record : actor.delivery.records()) {
      Correlation correlation = correlation(record);
      String shard = actor.shard.key.toText();
      String source = shard + correlation.source();
      if (test.isDouble(shard + record.position(), source, correlation.origin())) {
        doubles.add(record.position());
      }
    }
    return doubles;
  }

  private boolean wasMet(String position, String source, Correlation.Origin origin) {
    return !met.add(source + origin);
  }

  private boolean isBelowMark(String position, String source, Correlation.Origin origin) {
    return judged.computeIfAbsent(
        position,
        key -> {
          Correlation.Origin mark = marks.get(source);
          if (mark != null && origin.compareTo(mark) <= 0) {
            return true;
          }
          marks.put(source, origin);
          return false;
        });
  }

  private static Correlation correlation(SourceRecord record) {
    return DerivedRecord.read(record.data()).orElseThrow().correlation();
  }

  RecordResult result(ChainActor actor, RecordStart start) {
    SourceRecord record = start.record();
    if (actor.doubles.contains(record.position())) {
      return new RecordResult.Ignored();
    }
    String name = DerivedRecord.read(record.data()).orElseThrow().payload().toUtf8();
    return new RecordResult.Succeeded(Optional.of(MemoryEffects.count(name)));
  }
}
