package dev.tidemark.proof;

import dev.tidemark.checkpoint.ClaimId;
import dev.tidemark.checkpoint.IndexSet;
import dev.tidemark.checkpoint.store.BatchRow;
import dev.tidemark.checkpoint.store.ClaimReply;
import dev.tidemark.checkpoint.store.CommitReply;
import dev.tidemark.checkpoint.store.CreateReply;
import dev.tidemark.checkpoint.store.Effects;
import dev.tidemark.checkpoint.store.ReplaceReply;
import dev.tidemark.checkpoint.store.ShardClaim;
import dev.tidemark.checkpoint.store.ShardRow;
import dev.tidemark.checkpoint.store.TakeOverReply;
import dev.tidemark.proof.sabotage.Rows;
import dev.tidemark.testkit.store.ForwardingStatusStore;
import dev.tidemark.testkit.store.MemoryStatusStore;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** The rows of a world. Every change is shown to those who check it, with what was there before. */
final class ObservedRows extends ForwardingStatusStore implements Rows {

  private final MemoryStatusStore rows;
  private final RowChecks checks;

  ObservedRows(MemoryStatusStore rows, RowChecks checks) {
    super(rows);
    this.rows = rows;
    this.checks = Objects.requireNonNull(checks);
  }

  /** Drops what has expired. */
  void expire(Instant now) {
    for (BatchRow row : rows.batchRows()) {
      if (row.times().expiresAt().filter(time -> !now.isBefore(time)).isPresent()) {
        rows.drop(row);
      }
    }
  }

  List<BatchRow> batchRows() {
    return rows.batchRows();
  }

  @Override
  public ClaimReply claim(ShardClaim claim) {
    Optional<ShardRow> before = rows.shard(claim.shard());
    ClaimReply reply = rows.claim(claim);
    if (reply instanceof ClaimReply.Claimed claimed) {
      checks.shardChanged(before, claimed.row(), Optional.of(claim.slot()));
    }
    return reply;
  }

  @Override
  public CreateReply create(BatchRow row) {
    CreateReply reply = rows.create(row);
    if (reply instanceof CreateReply.Created) {
      checks.batchChanged(Optional.empty(), row);
    }
    return reply;
  }

  @Override
  public TakeOverReply takeOver(BatchRow seen, ClaimId owner, Instant leaseUntil) {
    Optional<BatchRow> before = rows.batch(seen);
    TakeOverReply reply = rows.takeOver(seen, owner, leaseUntil);
    if (reply instanceof TakeOverReply.Taken taken) {
      checks.batchChanged(before, taken.row());
    }
    return reply;
  }

  @Override
  public ReplaceReply replace(BatchRow row) {
    Optional<BatchRow> before = rows.batch(row);
    ReplaceReply reply = rows.replace(row);
    if (reply instanceof ReplaceReply.Replaced) {
      checks.batchChanged(before, row);
    }
    return reply;
  }

  /** What an operator writes: lines that are finished are open again. */
  ReplaceReply reopen(BatchRow row, IndexSet lines) {
    Optional<BatchRow> before = rows.batch(row);
    ReplaceReply reply = rows.replace(row);
    if (reply instanceof ReplaceReply.Replaced) {
      checks.batchReopened(before.orElseThrow(), row, lines);
    }
    return reply;
  }

  @Override
  public void force(ShardRow row) {
    Optional<ShardRow> before = rows.shard(row.shard());
    rows.force(row);
    checks.shardChanged(before, row, Optional.empty());
  }

  @Override
  public void force(BatchRow row) {
    Optional<BatchRow> before = rows.batch(row);
    rows.force(row);
    checks.batchChanged(before, row);
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
  public CommitReply commit(BatchRow row, List<Effects> effects) {
    Optional<BatchRow> before = rows.batch(row);
    CommitReply reply = rows.commit(row, effects);
    if (reply instanceof CommitReply.Committed) {
      requireOnce();
      checks.batchChanged(before, row);
    }
    return reply;
  }

  @Override
  public void apply(List<Effects> effects) {
    rows.apply(effects);
    requireOnce();
  }

  private void requireOnce() {
    rows.counters()
        .forEach(
            (counter, times) -> {
              if (times > 1) {
                throw new ViolationException(
                    Invariant.I4, "the effect of " + counter + " is applied " + times + " times");
              }
            });
  }

  /** How often each effect was applied. */
  Map<String, Long> counters() {
    return rows.counters();
  }
}
