package dev.tidemark.engine;

import dev.tidemark.checkpoint.protocol.ExhaustedRecord;
import dev.tidemark.checkpoint.store.ObjectKey;
import java.util.List;

/**
 * Is told of records that are given up, after they are durable and before their batch says so.
 *
 * <p>Told at least once for each: again when the process dies before the batch's row is written.
 * What it throws counts as a store that did not answer, so the records are not exhausted until it
 * has returned.
 */
@FunctionalInterface
public interface ExhaustedListener {

  /** Does nothing. */
  ExhaustedListener NONE = (key, records) -> {};

  /**
   * @param key where the records and their errors lie
   * @param records the records
   */
  void onExhausted(ObjectKey key, List<ExhaustedRecord> records);
}
