package dev.tidemark.proof.sabotage;

import dev.tidemark.checkpoint.store.BatchRow;
import dev.tidemark.checkpoint.store.Effects;
import dev.tidemark.checkpoint.store.ShardRow;
import dev.tidemark.checkpoint.store.StatusStore;
import java.util.List;
import java.util.Optional;

/** The rows of a world, with ways round every condition. Whatever is written is still checked. */
public interface Rows extends StatusStore {

  /** Puts a shard row in place of any other. */
  void force(ShardRow row);

  /** Puts a batch row in place of any other. */
  void force(BatchRow row);

  /** Applies effects, whatever the row says. */
  void apply(List<Effects> effects);

  /** Drops a batch row. */
  void drop(BatchRow row);

  /** The batch row with this row's key, absent when there is none. */
  Optional<BatchRow> batch(BatchRow like);
}
