package dev.tidemark.handler;

import dev.tidemark.ConsumerParts;
import dev.tidemark.Outcome;
import dev.tidemark.StateCodec;
import dev.tidemark.Window;
import dev.tidemark.checkpoint.Position;
import dev.tidemark.checkpoint.RecordError;
import dev.tidemark.checkpoint.ShardKey;
import dev.tidemark.checkpoint.protocol.CheckpointMode;
import dev.tidemark.checkpoint.protocol.RecordResult;
import dev.tidemark.checkpoint.protocol.RecordStart;
import dev.tidemark.checkpoint.store.Note;
import dev.tidemark.checkpoint.store.NoteReply;
import dev.tidemark.checkpoint.store.NoteStore;
import dev.tidemark.checkpoint.store.StoreException;
import dev.tidemark.engine.RecordErrors;
import dev.tidemark.engine.RecordProcessor;
import dev.tidemark.handler.window.WindowEvent;
import dev.tidemark.handler.window.WindowNote;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * One invocation of a window. The state is written with the positions that are in it before any of
 * them counts as done, so that whatever is lost behind that write, a record is in the state once.
 *
 * @param <T> what a record is decoded to
 * @param <S> the state of a window
 */
final class WindowSession<T, S> {

  /** The name of the state in what Lambda hands on. */
  static final String STATE = "tidemark";

  /** Lambda's limit of a state; see "Implementing stateful Kinesis Data Streams processing". */
  static final int LARGEST_STATE = 1_000_000;

  /** Stands before every state, so that an empty one is one. */
  private static final String SOME = "=";

  private static final String NOTE = "window";
  private static final int TRIES = 8;
  private static final int REMEMBERED = 100;

  private final ConsumerParts parts;
  private final ShardKey shard;
  private final WindowEvent event;
  private final StateCodec<S> states;
  private final WindowFunction.Code<T, S> code;
  private final NoteStore notes;
  private Optional<Note> stored;
  private WindowNote now;

  WindowSession(
      ConsumerParts parts,
      ShardKey shard,
      WindowEvent event,
      StateCodec<S> states,
      WindowFunction.Code<T, S> code) {
    this.parts = parts;
    this.shard = shard;
    this.event = event;
    this.states = states;
    this.code = code;
    boolean off = parts.settings().protocol().durability().mode() == CheckpointMode.OFF;
    this.notes = off ? NoteStore.NONE : parts.notes();
    this.stored = notes.read(shard, NOTE);
    this.now = current();
  }

  /** Where this invocation begins. */
  private WindowNote current() {
    Optional<WindowNote> note = stored.map(found -> WindowNote.decode(found.content()));
    if (note.filter(found -> found.start().isAfter(event.start())).isPresent()) {
      throw new IllegalStateException(
          "the window of %s comes again after one of %s had begun"
              .formatted(event.start(), note.get().start()));
    }
    return note.filter(found -> found.start().equals(event.start()))
        .orElseGet(
            () ->
                new WindowNote(
                    event.start(),
                    1,
                    false,
                    event.state().getOrDefault(STATE, ""),
                    Collections.emptySortedSet()));
  }

  /** What came of adding records: their results, and the note if it is another one. */
  private record Added(List<RecordResult> results, WindowNote note) {}

  List<RecordResult> add(
      List<RecordStart> starts,
      DecodedRecords.Scope scope,
      RecordProcessor.Group group,
      DecodedRecords<T> records) {
    try {
      for (int i = 0; i < TRIES; i++) {
        Added added = fold(starts, scope, group, records);
        if (added.note().equals(now) || write(added.note())) {
          return added.results();
        }
      }
      return nothing(starts, "others keep writing the state of the window");
    } catch (StoreException e) {
      return nothing(starts, String.valueOf(e.getMessage()));
    }
  }

  private static List<RecordResult> nothing(List<RecordStart> starts, String why) {
    RecordResult deferred = new RecordResult.Deferred(new RecordError("WindowState", why, ""));
    return Collections.nCopies(starts.size(), deferred);
  }

  private Added fold(
      List<RecordStart> starts,
      DecodedRecords.Scope scope,
      RecordProcessor.Group group,
      DecodedRecords<T> records) {
    var results = new ArrayList<RecordResult>();
    var fold = new Fold(scope);
    for (RecordStart start : starts) {
      results.add(
          switch (records.decode(start, scope, group)) {
            case DecodedRecords.Decoded.Over<T> over -> over.result();
            case DecodedRecords.Decoded.Ready<T> ready ->
                fold.hasFailed
                    ? waits()
                    : records.settle(ready.record(), fold.add(ready.record()), scope);
          });
    }
    return new Added(results, fold.note());
  }

  /** It comes again behind the one that failed. */
  private static RecordResult waits() {
    return new RecordResult.Busy(
        RecordErrors.of(new IllegalStateException("an earlier record of the window failed")));
  }

  /** Records added one after the other. */
  private final class Fold {
    private final DecodedRecords.Scope scope;
    private final SortedSet<Position> members;
    private String state;
    private int part;
    private boolean isClosed;
    private boolean hasFailed;

    Fold(DecodedRecords.Scope scope) {
      this.scope = scope;
      this.members = new TreeSet<>(now.members());
      this.state = now.state();
      this.part = now.part();
      this.isClosed = now.isClosed();
    }

    Outcome add(dev.tidemark.KinesisRecord<T> record) {
      if (members.contains(record.position())) {
        return Outcome.done();
      }
      try {
        String next = encode(code.add(decode(isClosed ? "" : state), record));
        part = isClosed ? part + 1 : part;
        isClosed = false;
        state = next;
        members.add(record.position());
        return Outcome.done();
      } catch (Throwable e) {
        hasFailed = true;
        return scope.outcome(e);
      }
    }

    /** Without members that will not be delivered again, but for the newest. */
    WindowNote note() {
      if (members.equals(now.members())) {
        return now;
      }
      SortedSet<Position> old = members.headSet(scope.first());
      List<Position> gone = old.stream().limit(Math.max(0, old.size() - REMEMBERED)).toList();
      members.removeAll(gone);
      return new WindowNote(event.start(), part, isClosed, state, members);
    }
  }

  private String encode(S state) throws Exception {
    String text = states.encode(state);
    int bytes = text.getBytes(StandardCharsets.UTF_8).length;
    if (bytes > LARGEST_STATE) {
      throw new IllegalStateException(
          "the window's state would have %,d bytes; Lambda takes %,d for a shard"
              .formatted(bytes, LARGEST_STATE));
    }
    return SOME + text;
  }

  private S decode(String text) throws Exception {
    return text.isEmpty() ? code.empty() : states.decode(text.substring(SOME.length()));
  }

  /** Whether it was written; if not, what is there is what counts now. */
  private boolean write(WindowNote next) {
    long revision = stored.map(Note::revision).orElse(0L) + 1;
    var expiresAt = parts.process().clock().instant().plus(parts.settings().protocol().retention());
    var note = new Note(revision, next.encode(), expiresAt);
    boolean isWritten =
        switch (notes.write(shard, NOTE, note)) {
          case NoteReply.Written written -> {
            stored = Optional.of(note);
            yield true;
          }
          case NoteReply.Conflict conflict -> {
            stored = conflict.note();
            yield conflict.note().map(Note::content).equals(Optional.of(note.content()));
          }
        };
    now = isWritten ? next : current();
    return isWritten;
  }

  /**
   * The window is over.
   *
   * @throws IllegalStateException when the consumer could not deal with it; its end has to come
   *     again
   */
  void close() {
    for (int i = 0; i < TRIES && !now.isClosed(); i++) {
      var window = new Window(shard, event.start(), event.end(), now.part());
      try {
        code.close(window, decode(now.state()));
      } catch (Exception e) {
        throw new IllegalStateException("the window " + window + " could not be closed: " + e, e);
      }
      write(new WindowNote(now.start(), now.part(), true, now.state(), now.members()));
    }
  }

  /** The state for Lambda to hand on; nothing once the window is closed. */
  Optional<String> answer() {
    return now.isClosed() ? Optional.empty() : Optional.of(now.state());
  }
}
