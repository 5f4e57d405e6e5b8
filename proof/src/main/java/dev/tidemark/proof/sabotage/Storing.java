package dev.tidemark.proof.sabotage;

import dev.tidemark.checkpoint.store.StatusStore;
import java.util.Objects;
import java.util.function.Function;

/** A sabotage of the status store. */
record Storing(Function<Rows, StatusStore> tampered) implements Sabotage {
  Storing {
    Objects.requireNonNull(tampered);
  }

  @Override
  public StatusStore statuses(Rows rows) {
    return tampered.apply(rows);
  }
}
