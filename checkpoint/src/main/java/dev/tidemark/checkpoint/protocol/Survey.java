package dev.tidemark.checkpoint.protocol;

import dev.tidemark.checkpoint.BatchStatus;
import dev.tidemark.checkpoint.ClaimId;
import dev.tidemark.checkpoint.Delivery;
import dev.tidemark.checkpoint.Manifest;
import dev.tidemark.checkpoint.store.BatchRow;
import dev.tidemark.checkpoint.store.ShardRow;
import dev.tidemark.checkpoint.store.Slot;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What is known of the claims that a delivery may overlap, read after a fresh claim was refused.
 *
 * @param shard the shard row, read before the batch rows: a slot that was removed before that read
 *     has its row among them
 * @param rows the batch rows whose range overlaps the delivery's
 * @param manifests the manifests that were looked for, absent where there is no payload
 * @param lost batches whose row vanished or keeps changing hands: left alone by this invocation
 */
record Survey(
    ShardRow shard,
    List<BatchRow> rows,
    Map<ClaimId, Optional<Manifest>> manifests,
    List<ClaimId> lost) {

  Survey {
    Objects.requireNonNull(shard);
    rows = List.copyOf(rows);
    manifests = Map.copyOf(manifests);
    lost = List.copyOf(lost);
  }

  /**
   * What was read anew. Of the manifests known from before only those that are there are kept: one
   * that was missing when its claim had no row yet may have been stored since.
   */
  static Survey of(ShardRow shard, List<BatchRow> rows, Map<ClaimId, Optional<Manifest>> known) {
    var there = new HashMap<>(known);
    there.values().removeIf(Optional::isEmpty);
    return new Survey(shard, rows, there, List.of());
  }

  /**
   * A row as it came back from a call that was refused, in place of what was known of it. Its
   * manifest is looked for again if it was missing: it was stored before the row was written.
   */
  Survey with(BatchRow row) {
    var next = new ArrayList<BatchRow>(rows.size() + 1);
    for (BatchRow known : rows) {
      if (!known.claim().equals(row.claim())) {
        next.add(known);
      }
    }
    next.add(row);
    var known = new HashMap<>(manifests);
    known.remove(row.claim(), Optional.empty());
    return new Survey(shard, next, known, lost);
  }

  Survey with(ClaimId claim, Optional<Manifest> manifest) {
    var next = new HashMap<>(manifests);
    next.put(claim, manifest);
    return new Survey(shard, rows, next, lost);
  }

  Survey without(ClaimId claim) {
    var next = new ArrayList<>(lost);
    next.add(claim);
    return new Survey(shard, rows, manifests, next);
  }

  /** The slots that overlap the delivery, have no row yet and are somebody else's. */
  List<Slot> openSlots(Delivery delivery, ClaimId me) {
    return shard.slots().stream()
        .filter(slot -> !slot.claim().equals(me))
        .filter(slot -> slot.span().overlaps(delivery.first(), delivery.last()))
        .filter(slot -> rows.stream().noneMatch(row -> row.claim().equals(slot.claim())))
        .toList();
  }

  /** The rows that hold records: a fence holds none. */
  List<BatchRow> batches() {
    return rows.stream().filter(row -> row.status() != BatchStatus.ABANDONED).toList();
  }

  Optional<Manifest> manifest(ClaimId claim) {
    return manifests.getOrDefault(claim, Optional.empty());
  }

  /** The claims whose manifest has not been looked for yet, with the batch that each made. */
  List<Wanted> wantedManifests(Delivery delivery, ClaimId me) {
    var wanted = new ArrayList<Wanted>();
    for (BatchRow row : batches()) {
      wanted.add(new Wanted(row.claim(), row.span()));
    }
    for (Slot slot : openSlots(delivery, me)) {
      wanted.add(new Wanted(slot.claim(), slot.span()));
    }
    wanted.removeIf(want -> manifests.containsKey(want.claim()));
    return wanted;
  }

  /** A claim whose manifest is to be read. */
  record Wanted(ClaimId claim, dev.tidemark.checkpoint.BatchSpan span) {}
}
