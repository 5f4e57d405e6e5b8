package dev.tidemark.checkpoint.store;

import java.util.Objects;

/** What became of a {@link ShardClaim}. */
public sealed interface ClaimReply {

  /** The shard row after the write, or as it stands when the condition failed. */
  ShardRow row();

  /** The claim is written. */
  record Claimed(ShardRow row) implements ClaimReply {
    public Claimed {
      Objects.requireNonNull(row);
    }
  }

  /** The condition failed and nothing was written; the slot may stand there from an earlier try. */
  record Refused(ShardRow row) implements ClaimReply {
    public Refused {
      Objects.requireNonNull(row);
    }
  }
}
