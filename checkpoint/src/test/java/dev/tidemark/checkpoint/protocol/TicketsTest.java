package dev.tidemark.checkpoint.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Each handler that asks for a checkpoint is answered once. */
class TicketsTest {

  private final Tickets tickets = new Tickets();

  @Test
  void whoWaitsWhenAWriteBeginsIsAnsweredWhenItEnds() {
    tickets.add(1);
    tickets.begin();
    tickets.add(2);

    assertThat(tickets.end(Saved.YES)).containsExactly(new Command.AnswerCheckpoint(1, Saved.YES));
    assertThat(tickets.isWaiting()).isTrue();
    assertThat(tickets.end(Saved.NO)).isEmpty();
    tickets.begin();
    assertThat(tickets.isWaiting()).isFalse();
    assertThat(tickets.end(Saved.NO)).containsExactly(new Command.AnswerCheckpoint(2, Saved.NO));
  }

  @Test
  void whoWaitsWhenNothingCanBeSavedIsAnsweredOnce() {
    tickets.add(1);

    assertThat(tickets.refuse()).containsExactly(new Command.AnswerCheckpoint(1, Saved.NO));
    assertThat(tickets.refuse()).isEmpty();
    assertThat(tickets.isWaiting()).isFalse();
  }
}
