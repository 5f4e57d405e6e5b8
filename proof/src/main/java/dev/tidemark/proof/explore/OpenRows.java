package dev.tidemark.proof.explore;

import dev.tidemark.checkpoint.store.BatchRow;
import dev.tidemark.checkpoint.store.Effects;
import dev.tidemark.checkpoint.store.ShardRow;
import dev.tidemark.proof.sabotage.Rows;
import dev.tidemark.testkit.store.ForwardingStatusStore;
import dev.tidemark.testkit.store.MemoryStatusStore;
import java.util.List;
import java.util.Optional;

/** The memory store with the back doors that saboteurs need. */
final class OpenRows extends ForwardingStatusStore implements Rows {

  private final MemoryStatusStore rows;

  OpenRows(MemoryStatusStore rows) {
    super(rows);
    this.rows = rows;
  }

  @Override
  public void force(ShardRow row) {
    rows.force(row);
  }

  @Override
  public void force(BatchRow row) {
    rows.force(row);
  }

  @Override
  public void drop(BatchRow row) {
    rows.drop(row);
  }

  @Override
  public Optional<BatchRow> batch(BatchRow like) {
    return rows.batch(like);
  }

  @Override
  public void apply(List<Effects> effects) {
    rows.apply(effects);
  }
}
