package dev.tidemark.producer;

import java.util.Objects;

/** What a target says of one record of a request that it has answered. */
public sealed interface Answer {

  /** The record is durable there. */
  record Written(TargetPosition position) implements Answer {
    public Written {
      Objects.requireNonNull(position);
    }
  }

  /** The record is not there; it may be when it is sent again. */
  record Failed(String reason) implements Answer {
    public Failed {
      Objects.requireNonNull(reason);
    }
  }

  /** The record is not there and never will be, however often it is sent. */
  record Rejected(String reason) implements Answer {
    public Rejected {
      Objects.requireNonNull(reason);
    }
  }
}
