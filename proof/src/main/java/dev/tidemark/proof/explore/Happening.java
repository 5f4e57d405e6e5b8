package dev.tidemark.proof.explore;

import dev.tidemark.checkpoint.protocol.Event;

/**
 * Something that an invocation is told.
 *
 * @param event what
 * @param answered the call that it answers, {@link #NO_CALL} if none
 */
record Happening(Event event, int answered) {

  /** No call is answered. */
  static final int NO_CALL = -1;

  /** What an invocation waits for afterwards, beside what it asks for anew. */
  Waiting after(Waiting before) {
    if (answered != NO_CALL) {
      return before.without(answered);
    }
    return switch (event) {
      case Event.RecordFinished finished -> before.withoutRecord(finished.index());
      case Event.Paused paused -> before.rested();
      default -> before;
    };
  }
}
