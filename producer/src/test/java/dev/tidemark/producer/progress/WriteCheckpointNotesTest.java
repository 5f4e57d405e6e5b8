package dev.tidemark.producer.progress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.checkpoint.ShardKey;
import dev.tidemark.checkpoint.store.Note;
import dev.tidemark.checkpoint.store.NoteReply;
import dev.tidemark.checkpoint.store.NoteStore;
import dev.tidemark.checkpoint.store.StoreException;
import dev.tidemark.producer.TargetPosition;
import dev.tidemark.producer.WriteCheckpoint;
import dev.tidemark.producer.WriteCheckpoints;
import dev.tidemark.testkit.store.MemoryNoteStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WriteCheckpointNotesTest extends WriteCheckpointsContract {

  private static final Instant TIME = Instant.parse("2026-01-01T00:00:00Z");
  private static final WriteCheckpoint CHECKPOINT =
      new WriteCheckpoint("shop", "orders", new TargetPosition("p", "1"), TIME, 1, TIME);

  private final NoteStore notes = new MemoryNoteStore();
  private final List<Note> written = new ArrayList<>();

  @Override
  WriteCheckpoints checkpoints() {
    return new WriteCheckpointNotes(notes, Duration.ofDays(400));
  }

  /** Notes that answer a write in their own way. */
  private abstract class Writes implements NoteStore {
    @Override
    public Optional<Note> read(ShardKey shard, String name) {
      return notes.read(shard, name);
    }

    @Override
    public NoteReply write(ShardKey shard, String name, Note note) {
      written.add(note);
      return answer(shard, name, note);
    }

    abstract NoteReply answer(ShardKey shard, String name, Note note);
  }

  private final class Recording extends Writes {
    @Override
    NoteReply answer(ShardKey shard, String name, Note note) {
      return notes.write(shard, name, note);
    }
  }

  @Test
  void aSaveIsOneWriteAlsoOfAProducerThatStartsAgain() {
    for (int run = 0; run < 2; run++) {
      var checkpoints = new WriteCheckpointNotes(new Recording(), Duration.ofDays(1));
      assertThat(checkpoints.load("shop", "orders").isPresent()).isEqualTo(run == 1);
      checkpoints.save(CHECKPOINT);
      checkpoints.save(CHECKPOINT);
    }

    assertThat(written).extracting(Note::revision).containsExactly(1L, 2L, 3L, 4L);
    assertThat(written).extracting(Note::expiresAt).containsOnly(TIME.plus(Duration.ofDays(1)));
  }

  @Test
  void aSaveWhoseReplyWasLostDoesNotHoldUpTheNextOne() {
    var losing =
        new Writes() {
          @Override
          NoteReply answer(ShardKey shard, String name, Note note) {
            NoteReply reply = notes.write(shard, name, note);
            if (written.size() == 1) {
              throw new StoreException(StoreException.Kind.TRANSIENT, "no answer");
            }
            return reply;
          }
        };
    var checkpoints = new WriteCheckpointNotes(losing, Duration.ofDays(1));

    assertThatThrownBy(() -> checkpoints.save(CHECKPOINT)).hasMessage("no answer");
    checkpoints.save(CHECKPOINT);

    assertThat(checkpoints.load("shop", "orders")).contains(CHECKPOINT);
  }

  @Test
  void otherWritersWithoutEndAreAnErrorAndNoEndlessLoop() {
    var busy =
        new Writes() {
          @Override
          NoteReply answer(ShardKey shard, String name, Note note) {
            return new NoteReply.Conflict(
                Optional.of(new Note(note.revision() + 1, note.content(), note.expiresAt())));
          }
        };

    assertThatThrownBy(() -> new WriteCheckpointNotes(busy, Duration.ofDays(1)).save(CHECKPOINT))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("others keep writing");
  }
}
