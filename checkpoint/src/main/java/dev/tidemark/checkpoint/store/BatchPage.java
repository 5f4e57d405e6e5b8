package dev.tidemark.checkpoint.store;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Some batch rows of a shard in ascending order of key.
 *
 * @param rows the rows, possibly none
 * @param next where to go on reading, behind which there may be more; absent at the end
 */
public record BatchPage(List<BatchRow> rows, Optional<BatchKey> next) {

  public BatchPage {
    rows = List.copyOf(rows);
    Objects.requireNonNull(next);
  }
}
