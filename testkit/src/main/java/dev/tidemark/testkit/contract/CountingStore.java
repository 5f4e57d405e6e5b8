package dev.tidemark.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.checkpoint.store.BatchRow;
import dev.tidemark.checkpoint.store.Effects;
import dev.tidemark.checkpoint.store.StatusStore;
import java.util.Optional;
import java.util.UUID;

/** A store with counters that effects write to. */
interface CountingStore {

  /** The store under test, the same one within a test. */
  StatusStore store();

  /** Effects that add one to each of these counters, each a write of its own. */
  Effects count(String... counters);

  /** The same, of which each write is refused when its counter was counted before. */
  Effects countOnce(String... counters);

  /** How often this was counted; 0 when it never was. */
  long counted(String counter);

  /** A counter's name that nobody has used: stores may hold counters of earlier tests. */
  static String freshCounter() {
    return "counter-" + UUID.randomUUID();
  }

  /** The row as it stands. */
  default Optional<BatchRow> stored(BatchRow like) {
    return store().batches(like.shard(), like.span().last(), Optional.empty()).rows().stream()
        .filter(row -> row.key().equals(like.key()))
        .findFirst();
  }

  /** The row stands like this, absent when there is none, and nothing was counted. */
  default void assertUntouched(BatchRow like, Optional<BatchRow> asItWas, String... counters) {
    assertThat(stored(like)).isEqualTo(asItWas);
    for (String counter : counters) {
      assertThat(counted(counter)).as(counter).isZero();
    }
  }
}
