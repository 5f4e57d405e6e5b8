package dev.tidemark.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.checkpoint.Attempts;
import dev.tidemark.checkpoint.BatchSpan;
import dev.tidemark.checkpoint.BatchStatus;
import dev.tidemark.checkpoint.ClaimId;
import dev.tidemark.checkpoint.IndexSet;
import dev.tidemark.checkpoint.Position;
import dev.tidemark.checkpoint.SequenceNumber;
import dev.tidemark.checkpoint.ShardKey;
import dev.tidemark.checkpoint.store.BatchRow;
import dev.tidemark.checkpoint.store.ClaimReply;
import dev.tidemark.checkpoint.store.CreateReply;
import dev.tidemark.checkpoint.store.Ownership;
import dev.tidemark.checkpoint.store.Progress;
import dev.tidemark.checkpoint.store.RowTimes;
import dev.tidemark.checkpoint.store.ShardClaim;
import dev.tidemark.checkpoint.store.ShardRow;
import dev.tidemark.checkpoint.store.Slot;
import dev.tidemark.checkpoint.store.StatusStore;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** Rows and claims for the contract. Numbers are as long as real ones. */
final class Samples {

  static final Instant ARRIVED = Instant.parse("2026-01-02T03:04:05.678Z");
  static final Instant LEASE = Instant.parse("2026-01-02T03:05:00.001Z");
  static final RowTimes TIMES =
      new RowTimes(ARRIVED.plusSeconds(1), ARRIVED.plusSeconds(2), Optional.empty());

  /** As in a real stream: 56 digits, and the next records differ in the last ones. */
  private static final BigInteger START =
      new BigInteger("49590338271490256608559692538361571095921575989136588800");

  private Samples() {}

  /** A shard that nobody has used: stores may hold rows of earlier tests. */
  static ShardKey freshShard() {
    return new ShardKey("contract-" + UUID.randomUUID(), "orders", "shardId-000000000000");
  }

  static Position at(long offset) {
    return new Position(new SequenceNumber(START.add(BigInteger.valueOf(offset)).toString()), 0);
  }

  static ClaimId id(String value) {
    return new ClaimId(value);
  }

  static Set<ClaimId> ids(String... values) {
    return Arrays.stream(values).map(ClaimId::new).collect(Collectors.toSet());
  }

  static BatchSpan span(long first, long last) {
    return new BatchSpan(at(first), at(last), (int) (last - first + 1), ARRIVED);
  }

  static Slot slot(String claim, long first, long last) {
    return new Slot(id(claim), span(first, last), LEASE, 1);
  }

  static ShardClaim.Fresh fresh(ShardKey shard, String claim, long first, long last) {
    return new ShardClaim.Fresh(shard, slot(claim, first, last), Set.of());
  }

  static ShardClaim.Beside beside(ShardRow seen, String claim, long first, long last) {
    return new ShardClaim.Beside(
        seen.shard(), slot(claim, first, last), Set.of(), seen.version(), seen.frontier());
  }

  /** Claims records and gives back the row; for tests that are about something else. */
  static ShardRow claimed(StatusStore store, ShardKey shard, String claim, long first, long last) {
    return switch (store.claim(fresh(shard, claim, first, last))) {
      case ClaimReply.Claimed reply -> reply.row();
      case ClaimReply.Refused reply -> throw new AssertionError("refused at " + reply.row());
    };
  }

  /** A batch in progress of which nothing is recorded yet. */
  static BatchRow row(ShardKey shard, String claim, long first, long last) {
    return new BatchRow(
        shard,
        id(claim),
        span(first, last),
        BatchStatus.IN_PROGRESS,
        owner(claim, 1, 1),
        Progress.NONE,
        Optional.empty(),
        TIMES);
  }

  static Ownership owner(String claim, int attempt, int revision) {
    return new Ownership(id(claim), LEASE.plusSeconds(attempt), attempt, revision);
  }

  static BatchRow with(BatchRow row, BatchStatus status) {
    return new BatchRow(
        row.shard(),
        row.claim(),
        row.span(),
        status,
        row.ownership(),
        row.progress(),
        row.errorSummary(),
        row.times());
  }

  static BatchRow with(BatchRow row, Ownership ownership) {
    return new BatchRow(
        row.shard(),
        row.claim(),
        row.span(),
        row.status(),
        ownership,
        row.progress(),
        row.errorSummary(),
        row.times());
  }

  static BatchRow with(BatchRow row, Progress progress) {
    return new BatchRow(
        row.shard(),
        row.claim(),
        row.span(),
        row.status(),
        row.ownership(),
        progress,
        row.errorSummary(),
        row.times());
  }

  /** The row as its owner writes it next. */
  static BatchRow next(BatchRow row) {
    Ownership now = row.ownership();
    return with(
        row, new Ownership(now.owner(), now.leaseUntil(), now.attempt(), now.revision() + 1));
  }

  /** Writes a batch row; for tests that are about something else. */
  static BatchRow created(StatusStore store, BatchRow row) {
    return switch (store.create(row)) {
      case CreateReply.Created reply -> row;
      case CreateReply.AlreadyThere reply -> throw new AssertionError("there is " + reply.row());
    };
  }

  static Progress succeeded(int... lines) {
    return new Progress(IndexSet.of(lines), IndexSet.EMPTY, IndexSet.EMPTY, Attempts.NONE);
  }

  static Progress allSucceeded(int count) {
    return new Progress(IndexSet.firstOf(count), IndexSet.EMPTY, IndexSet.EMPTY, Attempts.NONE);
  }

  /** The same row, whatever the order of its slots. */
  static void assertSame(ShardRow actual, ShardRow expected) {
    assertThat(actual.frontier()).isEqualTo(expected.frontier());
    assertThat(actual.version()).isEqualTo(expected.version());
    assertThat(actual.slots()).containsExactlyInAnyOrderElementsOf(expected.slots());
  }
}
