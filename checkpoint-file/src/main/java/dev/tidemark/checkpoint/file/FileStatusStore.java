package dev.tidemark.checkpoint.file;

import dev.tidemark.checkpoint.ClaimId;
import dev.tidemark.checkpoint.Position;
import dev.tidemark.checkpoint.ShardKey;
import dev.tidemark.checkpoint.store.BatchKey;
import dev.tidemark.checkpoint.store.BatchPage;
import dev.tidemark.checkpoint.store.BatchPages;
import dev.tidemark.checkpoint.store.BatchRow;
import dev.tidemark.checkpoint.store.ClaimReply;
import dev.tidemark.checkpoint.store.CreateReply;
import dev.tidemark.checkpoint.store.ReplaceReply;
import dev.tidemark.checkpoint.store.RowRules;
import dev.tidemark.checkpoint.store.ShardClaim;
import dev.tidemark.checkpoint.store.ShardRow;
import dev.tidemark.checkpoint.store.StatusStore;
import dev.tidemark.checkpoint.store.StoreException;
import dev.tidemark.checkpoint.store.TakeOverReply;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Status rows in a directory, a JSON file a row, for runs on one machine.
 *
 * <p>A row is at {@code <directory>/consumer=…/stream=…/shard=…/}, in {@code shard.json} or in
 * {@code batches/<position>_<claim>.json}. Files are replaced whole, so that a crash leaves the old
 * row or the new one. A lock file for each shard lets several threads, stores and processes share
 * the directory, on a file system that knows locks and atomic renames. Rows do not expire.
 *
 * <p>Thread-safe. An error of the file system is a {@link StoreException} that is transient; a file
 * that this version cannot have written is one that says {@code MISCONFIGURED}.
 */
public final class FileStatusStore implements StatusStore {

  private static final int PAGE_SIZE = 25;

  private final Path directory;
  private final Map<ShardKey, ShardDirectory> shards = new ConcurrentHashMap<>();

  /**
   * @param directory where the rows are; made with the first write when it is not there
   */
  public FileStatusStore(Path directory) {
    this.directory = Objects.requireNonNull(directory);
  }

  @Override
  public ClaimReply claim(ShardClaim claim) {
    ShardDirectory rows = rows(claim.shard());
    return rows.locked(
        () -> {
          ClaimReply reply = RowRules.claim(rows.shardRow(), claim);
          if (reply instanceof ClaimReply.Claimed claimed) {
            rows.write(claimed.row());
          }
          return reply;
        });
  }

  @Override
  public Optional<ShardRow> shard(ShardKey shard) {
    return rows(shard).shardRow();
  }

  @Override
  public BatchPage batches(ShardKey shard, Position from, Optional<BatchKey> after) {
    ShardDirectory rows = rows(shard);
    List<BatchRow> page =
        BatchPages.behind(rows.batchKeys(), from, after).stream()
            .limit(PAGE_SIZE)
            .map(rows::batchRow)
            .flatMap(Optional::stream)
            .toList();
    return BatchPages.page(page, PAGE_SIZE);
  }

  @Override
  public CreateReply create(BatchRow row) {
    ShardDirectory rows = rows(row.shard());
    return rows.locked(
        () -> {
          Optional<BatchRow> stored = rows.batchRow(row.key());
          if (stored.isPresent()) {
            return new CreateReply.AlreadyThere(stored.get());
          }
          rows.write(row);
          return new CreateReply.Created();
        });
  }

  @Override
  public TakeOverReply takeOver(BatchRow seen, ClaimId owner, Instant leaseUntil) {
    ShardDirectory rows = rows(seen.shard());
    return rows.locked(
        () -> {
          TakeOverReply reply =
              RowRules.takeOver(rows.batchRow(seen.key()), seen, owner, leaseUntil);
          if (reply instanceof TakeOverReply.Taken taken) {
            rows.write(taken.row());
          }
          return reply;
        });
  }

  @Override
  public ReplaceReply replace(BatchRow row) {
    ShardDirectory rows = rows(row.shard());
    return rows.locked(
        () -> {
          ReplaceReply reply = RowRules.replace(rows.batchRow(row.key()), row);
          if (reply instanceof ReplaceReply.Replaced) {
            rows.write(row);
          }
          return reply;
        });
  }

  private ShardDirectory rows(ShardKey shard) {
    return shards.computeIfAbsent(shard, key -> new ShardDirectory(directory, key));
  }
}
