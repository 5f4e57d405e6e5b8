package dev.tidemark.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tidemark.checkpoint.Bytes;
import dev.tidemark.checkpoint.ShardKey;
import dev.tidemark.checkpoint.store.Note;
import dev.tidemark.checkpoint.store.NoteReply;
import dev.tidemark.checkpoint.store.NoteStore;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * The contract of a {@link NoteStore}: extend it, and say which store to test.
 *
 * <p>Every test uses shards of its own, so that a store may serve many tests.
 */
public abstract class NoteStoreContract {

  private static final Instant EXPIRY = Instant.parse("2100-01-02T03:04:05Z");
  private static final int RACERS = 6;
  private static final String NAME = "a-note";

  private final ShardKey shard = Samples.freshShard();

  /** For subclasses. */
  protected NoteStoreContract() {}

  /** The store under test: the same one within a test, and safe for use by several threads. */
  public abstract NoteStore store();

  private static Note note(long revision, String content) {
    return new Note(revision, Bytes.ofUtf8(content), EXPIRY);
  }

  private static Note note(long revision, int size) {
    var bytes = new byte[size];
    new Random(revision).nextBytes(bytes);
    return new Note(revision, Bytes.wrap(bytes), EXPIRY);
  }

  @Test
  protected final void aNoteThatNobodyWroteIsAbsent() {
    assertThat(store().read(shard, NAME)).isEmpty();
  }

  @Test
  protected final void aNoteIsReadAsItWasWritten() {
    assertThat(store().write(shard, NAME, note(1, "one"))).isEqualTo(new NoteReply.Written());
    assertThat(store().read(shard, NAME)).contains(note(1, "one"));

    assertThat(store().write(shard, NAME, note(2, ""))).isEqualTo(new NoteReply.Written());
    assertThat(store().read(shard, NAME)).contains(note(2, ""));
  }

  @Test
  protected final void notesOfOtherNamesAndShardsStayAsTheyAre() {
    store().write(shard, NAME, note(1, "one"));
    store().write(shard, "other", note(1, "other"));
    store().write(Samples.freshShard(), NAME, note(1, "elsewhere"));

    assertThat(store().read(shard, NAME)).contains(note(1, "one"));
    assertThat(store().read(shard, "other")).contains(note(1, "other"));
  }

  @Test
  protected final void aNoteIsWrittenOnlyOnTheRevisionBeforeIt() {
    assertThat(store().write(shard, NAME, note(2, "early")))
        .isEqualTo(new NoteReply.Conflict(Optional.empty()));
    store().write(shard, NAME, note(1, "one"));

    for (long revision : new long[] {1, 3, 7}) {
      assertThat(store().write(shard, NAME, note(revision, "wrong")))
          .isEqualTo(new NoteReply.Conflict(Optional.of(note(1, "one"))));
    }
    assertThat(store().read(shard, NAME)).contains(note(1, "one"));
  }

  @Test
  protected final void aLargeNoteIsReadAsItWasWritten() {
    long revision = 0;
    for (int size : new int[] {349_999, 350_000, 350_001, 700_000, 1_050_001, 1_100_000, 3}) {
      Note note = note(++revision, size);

      assertThat(store().write(shard, NAME, note)).isEqualTo(new NoteReply.Written());
      assertThat(store().read(shard, NAME)).contains(note);
    }
  }

  @Test
  protected final void aLargeNoteThatIsRefusedLeavesTheOneThatIsThere() {
    Note large = note(1, 900_000);
    store().write(shard, NAME, large);

    assertThat(store().write(shard, NAME, note(1, 800_000)))
        .isEqualTo(new NoteReply.Conflict(Optional.of(large)));
    assertThat(store().read(shard, NAME)).contains(large);
  }

  @Test
  protected final void aNoteThatIsTooLargeIsAnError() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> store().write(shard, NAME, note(1, NoteStore.MAX_BYTES + 1)));
  }

  @Test
  protected final void ofSeveralWritersOfOneRevisionOneWins() {
    for (int round = 1; round <= 5; round++) {
      int revision = round;
      List<NoteReply> replies =
          Race.run(
              RACERS,
              racer -> store().write(shard, NAME, note(revision, 300_000 + 90_000 * racer)));

      assertThat(replies).filteredOn(NoteReply.Written.class::isInstance).hasSize(1);
      int winner = replies.indexOf(new NoteReply.Written());
      assertThat(store().read(shard, NAME)).contains(note(revision, 300_000 + 90_000 * winner));
    }
  }
}
