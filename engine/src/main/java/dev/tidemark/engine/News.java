package dev.tidemark.engine;

import dev.tidemark.checkpoint.ShardKey;
import dev.tidemark.checkpoint.protocol.Command;
import dev.tidemark.checkpoint.protocol.Event;
import dev.tidemark.checkpoint.protocol.Response;
import dev.tidemark.checkpoint.store.BatchRow;
import dev.tidemark.checkpoint.store.CommitReply;
import dev.tidemark.checkpoint.store.CreateReply;
import dev.tidemark.checkpoint.store.ReplaceReply;
import java.time.Duration;

/** Tells a listener what happens, and keeps what it throws away from the protocol. */
final class News {

  private final CheckpointListener listener;

  News(CheckpointListener listener) {
    this.listener = listener.guarded();
  }

  /** A call was answered. */
  void answered(ShardKey shard, Command.Call call, Event answer) {
    if (answer instanceof Event.CallFailed failed) {
      String name = call.getClass().getSimpleName();
      tell(new CheckpointListener.News.Failed(shard, name, failed.kind(), failed.message()));
    } else if (isWritten(answer)) {
      switch (call) {
        case Command.CreateBatch create -> saved(create.row());
        case Command.ReplaceBatch replace -> saved(replace.row());
        case Command.CommitBatch commit -> saved(commit.row());
        case Command.ClaimShard claim -> {}
        case Command.TakeOverBatch take -> {}
        case Command.ReadBatches read -> {}
        case Command.ReadManifest read -> {}
        case Command.StorePayload store -> {}
        case Command.StoreExhausted store -> {}
      }
    }
  }

  private static boolean isWritten(Event answer) {
    return switch (answer) {
      case Event.BatchCreated created -> created.reply() instanceof CreateReply.Created;
      case Event.BatchReplaced replaced -> replaced.reply() instanceof ReplaceReply.Replaced;
      case Event.BatchCommitted committed -> committed.reply() instanceof CommitReply.Committed;
      case Event other -> false;
    };
  }

  private void saved(BatchRow row) {
    tell(new CheckpointListener.News.Saved(row));
  }

  void ended(ShardKey shard, Response response, Duration took) {
    tell(new CheckpointListener.News.Ended(shard, response, took));
  }

  private void tell(CheckpointListener.News news) {
    listener.onCheckpoint(news);
  }
}
