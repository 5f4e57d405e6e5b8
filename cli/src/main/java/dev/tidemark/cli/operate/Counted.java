package dev.tidemark.cli.operate;

import dev.tidemark.checkpoint.ShardKey;
import dev.tidemark.mapping.LambdaEventJson;
import dev.tidemark.mapping.MappedRecord;
import java.util.List;
import java.util.Optional;

/**
 * Takes what another destination would take, and does nothing with it.
 *
 * @param instead of this one
 */
record Counted(Replayer.Destination instead) implements Replayer.Destination {

  @Override
  public LambdaEventJson form(ShardKey shard) {
    return instead.form(shard);
  }

  @Override
  public Optional<String> take(ShardKey shard, LambdaEventJson form, List<MappedRecord> event) {
    return Optional.empty();
  }
}
