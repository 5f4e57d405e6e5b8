package dev.tidemark.checkpoint.jdbc;

import dev.tidemark.checkpoint.ClaimId;
import dev.tidemark.checkpoint.Position;
import dev.tidemark.checkpoint.ShardKey;
import dev.tidemark.checkpoint.jdbc.Transactions.End;
import dev.tidemark.checkpoint.store.BatchKey;
import dev.tidemark.checkpoint.store.BatchPage;
import dev.tidemark.checkpoint.store.BatchRow;
import dev.tidemark.checkpoint.store.ClaimReply;
import dev.tidemark.checkpoint.store.CommitReply;
import dev.tidemark.checkpoint.store.CreateReply;
import dev.tidemark.checkpoint.store.EffectLimits;
import dev.tidemark.checkpoint.store.Effects;
import dev.tidemark.checkpoint.store.ReplaceReply;
import dev.tidemark.checkpoint.store.ShardClaim;
import dev.tidemark.checkpoint.store.ShardRow;
import dev.tidemark.checkpoint.store.StatusStore;
import dev.tidemark.checkpoint.store.StoreException;
import dev.tidemark.checkpoint.store.TakeOverReply;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * Status rows in two tables of PostgreSQL, MySQL or MariaDB, and {@link JdbcEffects} committed with
 * them.
 *
 * <p>Every call takes one connection of the data source, is one transaction at READ COMMITTED, and
 * gives the connection back as it was, with no transaction open; one that is in doubt is broken
 * off. Nothing waits longer than {@link JdbcTimeouts}.
 *
 * <p>Needs {@code SELECT}, {@code INSERT} and {@code UPDATE} on both tables, of a server that is
 * not a replica. A row that this version cannot have written is an error and is never overwritten.
 *
 * <p>Thread-safe; the data source stays the caller's to close.
 */
public final class JdbcStatusStore implements StatusStore {

  private static final int PAGE_SIZE = 25;

  /** How many writes one commit takes: at a millisecond each it ends before an engine gives up. */
  private static final int MAX_WORKS = 1000;

  private static final EffectLimits LIMITS = new EffectLimits(MAX_WORKS, MAX_WORKS);

  private final Transactions transactions;
  private final CheckpointTables tables;
  private final EffectsRun effects;
  private final ShardRows shards;
  private final BatchRows batches;

  public JdbcStatusStore(DataSource source, CheckpointTables tables) {
    this(source, tables, JdbcTimeouts.DEFAULT);
  }

  public JdbcStatusStore(DataSource source, CheckpointTables tables, JdbcTimeouts timeouts) {
    var statements = new Statements(tables.dialect(), timeouts);
    this.transactions = new Transactions(source, tables.dialect(), timeouts);
    this.tables = tables;
    this.effects = new EffectsRun(tables.dialect(), timeouts);
    this.shards = new ShardRows(tables, statements);
    this.batches = new BatchRows(tables, statements);
  }

  /**
   * {@inheritDoc}
   *
   * <p>Who loses the race for a shard's first row looks again in a transaction of its own: on MySQL
   * the failed insert holds a shared lock, and two that held it would wait for each other.
   */
  @Override
  public ClaimReply claim(ShardClaim claim) {
    return claimOnce(claim)
        .or(() -> claimOnce(claim))
        .orElseThrow(() -> gone(tables.shards(), claim.shard()));
  }

  /** Absent when somebody else wrote the row's first version meanwhile. */
  private Optional<ClaimReply> claimOnce(ShardClaim claim) {
    return transactions.run(
        "claiming in table '" + tables.shards() + "'", connection -> claim(connection, claim));
  }

  private End<Optional<ClaimReply>> claim(Connection connection, ShardClaim claim)
      throws SQLException {
    Optional<ShardRow> stored = shards.lock(connection, claim.shard());
    if (!claim.passes(stored)) {
      ShardRow row = stored.orElseThrow(() -> gone(tables.shards(), claim.shard()));
      return new End.Rollback<>(Optional.of(new ClaimReply.Refused(row)));
    }
    ShardRow next = claim.appliedTo(stored);
    boolean isWritten =
        stored.isPresent() ? shards.update(connection, next) : shards.insert(connection, next);
    return isWritten
        ? new End.Commit<>(Optional.of(new ClaimReply.Claimed(next)))
        : new End.Rollback<>(Optional.empty());
  }

  private static StoreException gone(String table, ShardKey shard) {
    return new StoreException(
        StoreException.Kind.TRANSIENT,
        "a row of shard " + shard + " has gone from table '" + table + "' since it was read");
  }

  @Override
  public Optional<ShardRow> shard(ShardKey shard) {
    return transactions.run(
        "reading table '" + tables.shards() + "'",
        connection -> new End.Rollback<>(shards.find(connection, shard)));
  }

  @Override
  public BatchPage batches(ShardKey shard, Position from, Optional<BatchKey> after) {
    List<BatchRow> rows =
        transactions.run(
            "reading table '" + tables.batches() + "'",
            connection ->
                new End.Rollback<>(batches.page(connection, shard, from, after, PAGE_SIZE)));
    boolean isFull = rows.size() == PAGE_SIZE;
    return new BatchPage(
        rows, isFull ? Optional.of(rows.get(rows.size() - 1).key()) : Optional.empty());
  }

  @Override
  public CreateReply create(BatchRow row) {
    return transactions.run(
        "creating a row of table '" + tables.batches() + "'",
        connection -> {
          if (batches.insert(connection, row)) {
            return new End.Commit<>(new CreateReply.Created());
          }
          BatchRow stored =
              batches.find(connection, row).orElseThrow(() -> gone(tables.batches(), row.shard()));
          return new End.Rollback<>(new CreateReply.AlreadyThere(stored));
        });
  }

  @Override
  public TakeOverReply takeOver(BatchRow seen, ClaimId owner, Instant leaseUntil) {
    return transactions.run(
        "taking over a row of table '" + tables.batches() + "'",
        connection -> {
          boolean isTaken = batches.takeOver(connection, seen, owner, leaseUntil);
          Optional<BatchRow> stored = batches.find(connection, seen);
          return isTaken
              ? new End.Commit<>(new TakeOverReply.Taken(stored.orElseThrow()))
              : new End.Rollback<>(new TakeOverReply.Refused(stored));
        });
  }

  @Override
  public ReplaceReply replace(BatchRow row) {
    return transactions.run(
        "replacing a row of table '" + tables.batches() + "'",
        connection ->
            batches.replace(connection, row)
                ? new End.Commit<>(new ReplaceReply.Replaced())
                : new End.Rollback<>(new ReplaceReply.Fenced(batches.find(connection, row))));
  }

  /**
   * 1,000 pieces of work. More of them become several commits; a record whose own are more fails,
   * and can do the same in one piece with many statements.
   */
  @Override
  public EffectLimits effectLimits() {
    return LIMITS;
  }

  /**
   * {@inheritDoc}
   *
   * <p>The row is written first and stays locked until the end, so that of two owners one waits and
   * is fenced. Then the effects run in order, up to the first that fails: that one is refused,
   * unless its failure passes by itself, as a deadlock does, which is a {@link StoreException} of
   * kind {@code TRANSIENT}. Effects of other kinds than {@link JdbcEffects} are refused.
   *
   * @throws IllegalArgumentException when they are more than the limits allow
   */
  @Override
  public CommitReply commit(BatchRow row, List<Effects> effects) {
    if (LIMITS.fit(effects) < effects.size()) {
      throw new IllegalArgumentException("more than one commit takes: " + effects.size());
    }
    return transactions.run(
        "committing a row of table '" + tables.batches() + "' with effects",
        connection -> {
          boolean isWritten =
              row.ownership().revision() == 1
                  ? batches.insert(connection, row)
                  : batches.replace(connection, row);
          if (!isWritten) {
            return new End.Rollback<>(new CommitReply.Fenced(batches.find(connection, row)));
          }
          var refused = this.effects.run(connection, effects);
          return refused.isEmpty()
              ? new End.Commit<>(new CommitReply.Committed())
              : new End.Rollback<>(new CommitReply.Refused(refused));
        });
  }
}
