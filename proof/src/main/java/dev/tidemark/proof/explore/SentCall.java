package dev.tidemark.proof.explore;

import dev.tidemark.checkpoint.protocol.Command;

/**
 * A call that was sent.
 *
 * @param call the call
 * @param delivered what its sender was delivered, as bits
 */
record SentCall(Command.Call call, int delivered) {

  /** Whether it may change the store. */
  boolean isWrite() {
    return switch (call) {
      case Command.ClaimShard claim -> true;
      case Command.CreateBatch create -> true;
      case Command.TakeOverBatch take -> true;
      case Command.ReplaceBatch replace -> true;
      case Command.CommitBatch commit -> true;
      case Command.StorePayload store -> true;
      case Command.StoreExhausted store -> true;
      case Command.ReadBatches read -> false;
      case Command.ReadManifest read -> false;
    };
  }
}
