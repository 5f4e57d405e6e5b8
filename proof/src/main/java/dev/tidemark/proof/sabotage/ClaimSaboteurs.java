package dev.tidemark.proof.sabotage;

import dev.tidemark.checkpoint.Position;
import dev.tidemark.checkpoint.SequenceNumber;
import dev.tidemark.checkpoint.ShardKey;
import dev.tidemark.checkpoint.store.BatchKey;
import dev.tidemark.checkpoint.store.BatchPage;
import dev.tidemark.checkpoint.store.ClaimReply;
import dev.tidemark.checkpoint.store.ShardClaim;
import dev.tidemark.checkpoint.store.ShardRow;
import dev.tidemark.checkpoint.store.Slot;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Bugs of the shard row: the claim, its frontier and its slots. */
final class ClaimSaboteurs {

  private ClaimSaboteurs() {}

  static List<Saboteur> all() {
    return List.of(
        new Saboteur(
            "fresh-claim-unconditional",
            "A fresh claim passes also when something at or above it was claimed before.",
            new Storing(rows -> new Unconditional(rows, ShardClaim.Fresh.class))),
        new Saboteur(
            "beside-claim-unconditional",
            "A claim beside others passes also when the shard row has changed since it was read.",
            new Storing(rows -> new Unconditional(rows, ShardClaim.Beside.class))),
        new Saboteur(
            "frontier-too-far",
            "The frontier moves beyond the last claimed record.",
            changing(row -> Rewriting.with(row, beyond(row.frontier())))),
        new Saboteur(
            "frontier-at-first",
            "The frontier moves only to the first record of a claim.",
            changing(row -> Rewriting.with(row, newest(row).span().first()))),
        new Saboteur(
            "frontier-moves-back",
            "A claim below the frontier pulls the frontier back to its own last record.",
            changing(row -> Rewriting.with(row, newest(row).span().last()))),
        new Saboteur(
            "slot-left-out",
            "A claim moves the frontier and leaves no slot.",
            changing(row -> Rewriting.with(row, row.slots().subList(0, row.slots().size() - 1)))),
        new Saboteur(
            "slots-forgotten-too-early",
            "A claim clears the slots of all others, recorded or not.",
            changing(row -> Rewriting.with(row, List.of(newest(row))))),
        new Saboteur(
            "slots-never-forgotten",
            "Slots stay for ever, and are copied at each claim.",
            new Storing(KeepSlots::new)),
        new Saboteur(
            "slot-lease-ignored",
            "A slot counts as left by its owner while its lease still lives.",
            new Storing(rows -> new FalseLeases(rows, Instant.EPOCH))),
        new Saboteur(
            "slot-lease-for-ever",
            "A slot counts as held although its owner died long ago.",
            new Storing(rows -> new FalseLeases(rows, Instant.parse("2999-01-01T00:00:00Z")))),
        new Saboteur(
            "refused-claim-taken-as-won",
            "The answer to a refused claim is read as a claim.",
            new Storing(RefusalAsClaim::new)),
        new Saboteur(
            "claim-not-written",
            "A claim is answered and never written.",
            new Storing(UnwrittenClaim::new)),
        new Saboteur(
            "slots-not-read",
            "The slots of others are not looked at.",
            new Storing(BlindToSlots::new)),
        new Saboteur(
            "rows-not-read",
            "The batch rows of earlier claims are not looked at.",
            new Storing(BlindToRows::new)),
        new Saboteur(
            "first-page-only",
            "Of the batch rows only the first page is read.",
            new Storing(FirstPage::new)));
  }

  private static Slot newest(ShardRow row) {
    return row.slots().get(row.slots().size() - 1);
  }

  private static Position beyond(Position position) {
    var digits = new java.math.BigInteger(position.sequenceNumber().digits());
    return new Position(new SequenceNumber(digits.add(java.math.BigInteger.TEN).toString()), 0);
  }

  private static Storing changing(UnaryOperator<ShardRow> change) {
    return new Storing(rows -> new Changed(rows, change));
  }

  /** Changes the shard row after each claim. */
  private static final class Changed extends ForwardingRows {
    private final UnaryOperator<ShardRow> change;

    Changed(Rows rows, UnaryOperator<ShardRow> change) {
      super(rows);
      this.change = change;
    }

    @Override
    public ClaimReply claim(ShardClaim claim) {
      ClaimReply reply = rows.claim(claim);
      if (reply instanceof ClaimReply.Claimed claimed) {
        rows.force(change.apply(claimed.row()));
      }
      return reply;
    }
  }

  private static final class Unconditional extends ForwardingRows {
    private final Class<? extends ShardClaim> kind;

    Unconditional(Rows rows, Class<? extends ShardClaim> kind) {
      super(rows);
      this.kind = kind;
    }

    @Override
    public ClaimReply claim(ShardClaim claim) {
      ClaimReply reply = rows.claim(claim);
      if (reply instanceof ClaimReply.Claimed || !kind.isInstance(claim)) {
        return reply;
      }
      ShardRow old = reply.row();
      var slots = new ArrayList<>(old.slots());
      slots.removeIf(slot -> slot.claim().equals(claim.slot().claim()));
      slots.add(claim.slot());
      Position frontier = Position.max(old.frontier(), claim.slot().span().last());
      var row = new ShardRow(old.shard(), frontier, old.version() + 1, slots);
      rows.force(row);
      return new ClaimReply.Claimed(row);
    }
  }

  private static final class KeepSlots extends ForwardingRows {
    KeepSlots(Rows rows) {
      super(rows);
    }

    @Override
    public ClaimReply claim(ShardClaim claim) {
      Slot slot = claim.slot();
      ClaimReply reply =
          rows.claim(
              switch (claim) {
                case ShardClaim.Fresh fresh -> new ShardClaim.Fresh(fresh.shard(), slot, Set.of());
                case ShardClaim.Beside beside ->
                    new ShardClaim.Beside(
                        beside.shard(),
                        slot,
                        Set.of(),
                        beside.expectedVersion(),
                        beside.frontier());
              });
      if (reply instanceof ClaimReply.Claimed claimed) {
        var twice = new ArrayList<>(claimed.row().slots());
        twice.addAll(claimed.row().slots());
        rows.force(Rewriting.with(claimed.row(), twice));
      }
      return reply;
    }
  }

  private static final class FalseLeases extends ForwardingRows {
    private final Instant leaseUntil;

    FalseLeases(Rows rows, Instant leaseUntil) {
      super(rows);
      this.leaseUntil = leaseUntil;
    }

    @Override
    public ClaimReply claim(ShardClaim claim) {
      ClaimReply reply = rows.claim(claim);
      List<Slot> slots =
          reply.row().slots().stream()
              .map(
                  slot ->
                      slot.claim().equals(claim.slot().claim())
                          ? slot
                          : Rewriting.leasedUntil(slot, leaseUntil))
              .toList();
      return reply instanceof ClaimReply.Refused
          ? new ClaimReply.Refused(Rewriting.with(reply.row(), slots))
          : reply;
    }
  }

  private static final class RefusalAsClaim extends ForwardingRows {
    RefusalAsClaim(Rows rows) {
      super(rows);
    }

    @Override
    public ClaimReply claim(ShardClaim claim) {
      return new ClaimReply.Claimed(rows.claim(claim).row());
    }
  }

  private static final class UnwrittenClaim extends ForwardingRows {
    UnwrittenClaim(Rows rows) {
      super(rows);
    }

    @Override
    public ClaimReply claim(ShardClaim claim) {
      return new ClaimReply.Claimed(
          new ShardRow(claim.shard(), claim.slot().span().last(), 1, List.of(claim.slot())));
    }
  }

  private static final class BlindToSlots extends ForwardingRows {
    BlindToSlots(Rows rows) {
      super(rows);
    }

    @Override
    public ClaimReply claim(ShardClaim claim) {
      ClaimReply reply = rows.claim(claim);
      List<Slot> own = reply.row().slot(claim.slot().claim()).stream().toList();
      return reply instanceof ClaimReply.Refused
          ? new ClaimReply.Refused(Rewriting.with(reply.row(), own))
          : reply;
    }
  }

  private static final class BlindToRows extends ForwardingRows {
    BlindToRows(Rows rows) {
      super(rows);
    }

    @Override
    public BatchPage batches(ShardKey shard, Position from, Optional<BatchKey> after) {
      return new BatchPage(List.of(), Optional.empty());
    }
  }

  private static final class FirstPage extends ForwardingRows {
    FirstPage(Rows rows) {
      super(rows);
    }

    @Override
    public BatchPage batches(ShardKey shard, Position from, Optional<BatchKey> after) {
      return new BatchPage(rows.batches(shard, from, after).rows(), Optional.empty());
    }
  }
}
