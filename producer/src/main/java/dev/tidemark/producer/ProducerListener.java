package dev.tidemark.producer;

/**
 * Hears what goes wrong, for logs and metrics. Called by the producer's threads, which wait for it.
 * Must not throw.
 */
public interface ProducerListener {

  /** Hears nothing. */
  ProducerListener NONE = new ProducerListener() {};

  /** A request had no answer, or one for the request as a whole. It is tried again. */
  default void requestFailed(String target, TargetException failure) {}

  /** A record was given up. Unless it was dropped, it is kept in the dead letters by now. */
  default void undelivered(OutgoingRecord record, Delivery.Undelivered why) {}

  /** A dead letter, a write checkpoint or the note of what is done could not be saved. */
  default void notSaved(String what, RuntimeException failure) {}
}
