package dev.tidemark.proof.explore;

/** One step of everything, by number of invocation, call, record or place. */
sealed interface Move {

  /** Whether it is none of the moves that are limited in number. */
  default boolean goesWell() {
    return switch (this) {
      case Begin begin -> begin.why() == Why.REST;
      case Answer answer -> true;
      case Land land -> true;
      case Finish finish -> true;
      case Resume resume -> true;
      case Ring ring -> true;
      case Refuse refuse -> false;
      case LoseReply lose -> false;
      case Delay delay -> false;
      case Die death -> false;
      case DieSending death -> false;
      case Pass pass -> false;
    };
  }

  /** The mapping invokes the function with these records. */
  record Begin(int lanes, int delivered, Why why) implements Move {}

  /** Why the mapping delivers what it does. */
  enum Why {
    /** All that it has not moved past. */
    REST,
    /** Less than that. */
    CUT,
    /** All from the first record on. */
    REPLAY
  }

  /** A call lands, and its sender gets the reply. */
  record Answer(int invocation, int call) implements Move {}

  /** A call does not land, and its sender is told that it failed. */
  record Refuse(int invocation, int call) implements Move {}

  /** A call lands, and its sender is told that it failed. */
  record LoseReply(int invocation, int call) implements Move {}

  /** The sender of a call is told that it failed, while it is still on its way. */
  record Delay(int invocation, int call) implements Move {}

  /** A call lands whose sender does not wait for it any more. */
  record Land(int place) implements Move {}

  /** The handler comes to an end with a record. */
  record Finish(int invocation, int record, int index) implements Move {}

  /** A wait is over. */
  record Resume(int invocation) implements Move {}

  /** The alarm rings. */
  record Ring(int invocation) implements Move {}

  /** An invocation dies; what it sent never lands. */
  record Die(int invocation) implements Move {}

  /** An invocation dies; one of its calls is still on its way. */
  record DieSending(int invocation, int call) implements Move {}

  /** Time passes. */
  record Pass(Choice how, int seconds) implements Move {}
}
