package dev.tidemark.producer;

import java.util.concurrent.ThreadLocalRandom;

/** Where the jitter of pauses comes from. Thread-safe. */
@FunctionalInterface
public interface Chance {

  /** The machine's. */
  Chance SYSTEM = () -> ThreadLocalRandom.current().nextDouble();

  /** A number of at least 0 and below 1. */
  double next();
}
