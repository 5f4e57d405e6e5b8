package dev.tidemark.mapping;

import java.util.List;
import java.util.Objects;

/**
 * All that changes while a shard is read.
 *
 * @param ledger which records are accounted for
 * @param waiting polled and in no batch yet, in the order of the shard
 * @param retrying batches that come again, by their first record
 * @param running batches the function is working on
 * @param deliveries how many batches and given up ranges got a number
 */
record ShardState(
    Ledger ledger,
    List<Pending> waiting,
    List<Piece> retrying,
    List<Running> running,
    long deliveries) {
  ShardState {
    Objects.requireNonNull(ledger, "ledger");
    waiting = List.copyOf(waiting);
    retrying = List.copyOf(retrying);
    running = List.copyOf(running);
  }

  static ShardState empty() {
    return new ShardState(Ledger.empty(), List.of(), List.of(), List.of(), 0);
  }
}
