package dev.tidemark.mapping;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The records of one batch and what was tried with them: a fresh batch, one that comes again, a
 * suffix or a half.
 *
 * @param records 1 or more, in the order of the shard
 * @param failures how often the function failed exactly these records
 * @param vainDeliveries how often they were delivered in vain, throttles included
 * @param notBefore when they may be delivered
 * @param growth whether records may be added before the next delivery
 * @param lastRequest the last invocation with them
 */
record Piece(
    List<Pending> records,
    int failures,
    int vainDeliveries,
    Instant notBefore,
    Growth growth,
    Optional<RequestId> lastRequest) {

  /** Whether records may be added before the next delivery. */
  enum Growth {
    FIXED,
    MAY_GROW
  }

  Piece {
    records = List.copyOf(records);
  }

  static Piece fresh(List<Pending> records, Instant now) {
    return new Piece(records, 0, 0, now, Growth.FIXED, Optional.empty());
  }

  static Piece suffix(List<Pending> records, Instant notBefore, Growth growth) {
    return new Piece(records, 0, 0, notBefore, growth, Optional.empty());
  }

  Pending first() {
    return records.get(0);
  }

  Pending last() {
    return records.get(records.size() - 1);
  }

  long eventBytes() {
    long sum = records.stream().mapToLong(Pending::eventBytes).sum();
    return LambdaEventJson.eventSizeInBytes(records.size(), sum);
  }

  List<MappedRecord> mapped() {
    return records.stream().map(Pending::record).toList();
  }

  /** As many as AWS reports for records that were never delivered (recorded: 1). */
  int approximateInvokeCount() {
    return Math.max(1, failures);
  }

  Piece failedOnce() {
    return new Piece(records, failures + 1, vainDeliveries + 1, notBefore, growth, lastRequest);
  }

  Piece deliveredInVain() {
    return new Piece(records, failures, vainDeliveries + 1, notBefore, growth, lastRequest);
  }

  Piece notBefore(Instant time) {
    return new Piece(records, failures, vainDeliveries, time, growth, lastRequest);
  }

  Piece invokedAs(RequestId request) {
    return new Piece(
        records, failures, vainDeliveries, notBefore, Growth.FIXED, Optional.of(request));
  }

  Piece grownBy(List<Pending> more) {
    List<Pending> all = new ArrayList<>(records);
    all.addAll(more);
    return new Piece(all, failures, vainDeliveries, notBefore, growth, lastRequest);
  }

  /** Without its first records once those were too old. */
  Piece withoutFirst(int count, OpenRules.RetriesAfterAgeCut rule) {
    List<Pending> rest = records.subList(count, records.size());
    return switch (rule) {
      case KEPT -> new Piece(rest, failures, vainDeliveries, notBefore, growth, lastRequest);
      case FRESH -> suffix(rest, notBefore, growth);
    };
  }

  /** Two halves, the first one the smaller; the split costs no retry (AWS docs). */
  List<Piece> halves(Instant notBefore) {
    int middle = records.size() / 2;
    return List.of(
        part(records.subList(0, middle), notBefore),
        part(records.subList(middle, records.size()), notBefore));
  }

  private Piece part(List<Pending> half, Instant notBefore) {
    return new Piece(half, failures, 0, notBefore, Growth.FIXED, lastRequest);
  }
}
