package dev.tidemark.proof.chain;

import dev.tidemark.checkpoint.ClaimId;
import dev.tidemark.checkpoint.Delivery;
import dev.tidemark.checkpoint.Position;
import dev.tidemark.checkpoint.derived.Screening;
import dev.tidemark.mapping.BatchId;
import dev.tidemark.testkit.protocol.InvocationDriver;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** An invocation of one of the two functions. */
final class ChainActor {

  /** Which function it is. */
  enum Role {
    ENRICHER,
    READER
  }

  final Role role;
  final ClaimId id;
  final ChainShard shard;
  final Delivery delivery;
  final Worker worker;
  final Instant deadline;

  /** The delivery that it answers, while the mapping waits for that. */
  Optional<BatchId> batch;

  /** Absent while it looks for copies. */
  Optional<InvocationDriver> driver = Optional.empty();

  Optional<Screening> screening = Optional.empty();
  Optional<Screening.Step> screeningStep = Optional.empty();
  Set<Position> doubles = Set.of();

  /** The records whose output is durable, as far as it knows. */
  final Set<Integer> written = new HashSet<>();

  /** It stands still until then. */
  Instant asleepUntil = Instant.MIN;

  /** A process, in which several invocations may run. */
  static final class Worker {
    final Map<ChainShard, Screening.Known> known = new HashMap<>();
    final Set<ClaimId> recorded = new HashSet<>();
  }

  ChainActor(
      Role role,
      ClaimId id,
      ChainShard shard,
      Delivery delivery,
      Worker worker,
      Instant deadline,
      Optional<BatchId> batch) {
    this.role = role;
    this.id = id;
    this.shard = shard;
    this.delivery = delivery;
    this.worker = worker;
    this.deadline = deadline;
    this.batch = batch;
  }
}
