package dev.tidemark.checkpoint.derived;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.tidemark.checkpoint.Bytes;
import dev.tidemark.checkpoint.Delivery;
import dev.tidemark.checkpoint.Position;
import dev.tidemark.checkpoint.ShardKey;
import dev.tidemark.checkpoint.SourceRecord;
import dev.tidemark.checkpoint.store.Note;
import dev.tidemark.checkpoint.store.NoteReply;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ScreeningTest {

  private static final ShardKey SHARD = new ShardKey("reader", "derived", "shardId-000000000000");
  private static final ShardKey SOURCE = new ShardKey("enricher", "raw", "shardId-000000000000");
  private static final Instant EXPIRY = Instant.parse("2026-01-09T00:00:00Z");

  /** Records at these positions, all of them made of the source's first record. */
  private static Delivery copies(int... positions) {
    var derived =
        new DerivedRecord(
            Correlation.ofOne(SOURCE, Position.of("1"), 0, false), Optional.empty(), Bytes.EMPTY);
    return delivery(derived.encode(), positions);
  }

  private static Delivery delivery(Bytes data, int... positions) {
    return new Delivery(
        SHARD,
        IntStream.of(positions)
            .mapToObj(i -> Position.of(String.valueOf(i)))
            .map(position -> new SourceRecord(position, "key", Instant.EPOCH, data))
            .toList());
  }

  private static Screening screening(Delivery delivery) {
    return new Screening(delivery, Optional.empty(), 10, EXPIRY);
  }

  private static Note written(Screening.Step step) {
    assertThat(step).isInstanceOf(Screening.Step.Write.class);
    return ((Screening.Step.Write) step).note();
  }

  private static Screening.Step.Judged judged(Screening.Step step) {
    assertThat(step).isInstanceOf(Screening.Step.Judged.class);
    return (Screening.Step.Judged) step;
  }

  @Test
  void ordinaryRecordsNeedNoNote() {
    Screening.Step step = screening(delivery(Bytes.ofUtf8("an ordinary record"), 5, 6)).start();

    assertThat(judged(step).doubles()).isEmpty();
  }

  @Test
  void theNoteIsReadThenWritten() {
    Screening screening = screening(copies(5, 6));

    assertThat(screening.start()).isEqualTo(new Screening.Step.Read());
    Note note = written(screening.onRead(Optional.empty()));
    assertThat(note.revision()).isEqualTo(1);
    assertThat(note.expiresAt()).isEqualTo(EXPIRY);
    assertThat(judged(screening.onReply(new NoteReply.Written())).doubles())
        .containsExactly(Position.of("6"));
  }

  @Test
  void whatIsKnownIsNotReadAgain() {
    Screening first = screening(copies(5));
    first.start();
    first.onRead(Optional.empty());
    var known = judged(first.onReply(new NoteReply.Written())).known();

    Screening second = new Screening(copies(9), known, 10, EXPIRY);

    assertThat(judged(second.start()).doubles()).containsExactly(Position.of("9"));
  }

  @Test
  void aNoteThatSomebodyElseWroteIsTakenIntoAccount() {
    Screening other = screening(copies(5));
    other.start();
    Note theirs = written(other.onRead(Optional.empty()));
    Screening mine = screening(copies(9));
    mine.start();
    mine.onRead(Optional.empty());

    Screening.Step step = mine.onReply(new NoteReply.Conflict(Optional.of(theirs)));

    assertThat(judged(step).doubles()).containsExactly(Position.of("9"));
  }

  @Test
  void aWriteThatLandedAndLostItsReplyCountsAsWritten() {
    Screening screening = screening(copies(5));
    screening.start();
    Note note = written(screening.onRead(Optional.empty()));

    Screening.Step step = screening.onReply(new NoteReply.Conflict(Optional.of(note)));

    assertThat(judged(step).doubles()).isEmpty();
  }

  @Test
  void itGivesUpWhenOthersKeepWriting() {
    Screening screening = screening(copies(5));
    screening.start();
    Screening.Step step = screening.onRead(Optional.empty());
    int writes = 0;
    while (step instanceof Screening.Step.Write) {
      writes++;
      Bytes nothing = SeenOriginsCode.encode(SeenOrigins.NONE);
      step =
          screening.onReply(
              new NoteReply.Conflict(Optional.of(new Note(100L + writes, nothing, EXPIRY))));
    }

    assertThat(step).isEqualTo(new Screening.Step.GaveUp());
    assertThat(writes).isEqualTo(8);
  }

  @Test
  void aNoteOfAnotherVersionIsAnError() {
    Screening screening = screening(copies(5));
    screening.start();
    var unknown = Optional.of(new Note(3, Bytes.ofUtf8("?"), EXPIRY));

    assertThatIllegalArgumentException().isThrownBy(() -> screening.onRead(unknown));
  }

  @Test
  void anAnswerToAWriteThatWasNotAskedForIsRefused() {
    Screening screening = screening(copies(5));

    assertThatIllegalStateException()
        .isThrownBy(() -> screening.onReply(new NoteReply.Written()))
        .withMessage("nothing was written");
  }
}
