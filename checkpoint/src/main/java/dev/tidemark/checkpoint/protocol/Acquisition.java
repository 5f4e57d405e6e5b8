package dev.tidemark.checkpoint.protocol;

import dev.tidemark.checkpoint.BatchSpan;
import dev.tidemark.checkpoint.store.BatchRow;
import java.util.Objects;

/** How this invocation comes by one of its batches. */
sealed interface Acquisition {

  /** It owns the row already: its own call landed although the reply was lost. */
  record Mine(BatchRow row) implements Acquisition {
    public Mine {
      Objects.requireNonNull(row);
    }
  }

  /** The row was given back, or its owner's lease is over. */
  record TakeOver(BatchRow seen) implements Acquisition {
    public TakeOver {
      Objects.requireNonNull(seen);
    }
  }

  /**
   * The claim's owner died before it wrote a row, with its payload stored: this row, created in its
   * place, keeps it from settling should it wake up.
   */
  record Adopt(BatchRow row) implements Acquisition {
    public Adopt {
      Objects.requireNonNull(row);
    }
  }

  /** Nobody has claimed these records. */
  record Fresh(BatchSpan span, int attempt) implements Acquisition {
    public Fresh {
      Objects.requireNonNull(span);
    }
  }
}
