package dev.tidemark.mapping;

import dev.tidemark.checkpoint.SequenceNumber;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What the event source mapping does with one shard, as an immutable value: it is told what
 * happened and answers with its next self and with commands. It has no clock, no thread, no I/O and
 * no randomness; the same inputs give the same commands.
 *
 * <p>How it behaves:
 *
 * <ul>
 *   <li>Batches close at the batch size, at the end of the window, or at 6 MB of event. Each lane
 *       (parallelization factor) runs one batch; a key is never in two running batches and its
 *       records are delivered in order.
 *   <li>A batch that failed as a whole comes again unchanged, N+1 invocations for N retries
 *       (recorded from AWS), or in halves when it is to be bisected; a split costs no retry (AWS
 *       docs). The first half is the smaller one (assumed), and is through before the second.
 *   <li>A partial response moves past what is below the lowest number; the rest comes again with a
 *       fresh retry count (recorded from AWS) after a back-off (assumed). If that number is the
 *       first of the batch there was no progress and a retry is spent.
 *   <li>Throttles and service errors cost no retry (AWS docs).
 *   <li>Before each attempt records too old are cut off the head and reported; the rest is
 *       delivered (recorded from AWS).
 *   <li>What is given up is reported as a range, and the shard goes on behind it.
 * </ul>
 *
 * <p>A driver calls {@link #polled}, {@link #completed} and {@link #elapsed} with times that never
 * go back, and obeys the commands in order. Every earlier value stays usable, so a search over
 * states can return to it, and two of them driven side by side are two pollers that deliver the
 * same records at the same time, which AWS may do.
 */
public final class ShardMapping {

  /**
   * The answer to an input.
   *
   * @param next the mapping from now on
   * @param commands what to do, in order
   */
  public record Step(ShardMapping next, List<Command> commands) {
    public Step {
      Objects.requireNonNull(next, "next");
      commands = List.copyOf(commands);
    }
  }

  private final MappingRules rules;
  private final LambdaEventJson events;
  private final ShardState state;

  private ShardMapping(MappingRules rules, LambdaEventJson events, ShardState state) {
    this.rules = rules;
    this.events = events;
    this.state = state;
  }

  /** A mapping that has read nothing of its shard yet. */
  public static ShardMapping start(MappingRules rules) {
    return new ShardMapping(rules, new LambdaEventJson(rules.source()), ShardState.empty());
  }

  /**
   * Takes records polled from the shard. Records at or below one taken before are ignored, gaps
   * mean nothing.
   *
   * @param records in strictly rising order
   */
  public Step polled(List<MappedRecord> records, Instant now) {
    for (int i = 1; i < records.size(); i++) {
      SequenceNumber number = records.get(i).sequenceNumber();
      if (number.compareTo(records.get(i - 1).sequenceNumber()) <= 0) {
        throw new IllegalArgumentException("polled records must rise, not so at " + number);
      }
    }
    Turn turn = new Turn(rules, state, now);
    turn.take(records, events);
    return end(turn);
  }

  /**
   * Takes the end of an invocation.
   *
   * @param batch a batch that is running
   */
  public Step completed(BatchId batch, InvocationResult result, Instant now) {
    Turn turn = new Turn(rules, state, now);
    new Aftermath(turn).of(batch, result);
    return end(turn);
  }

  /** Starts what may start by now: a window that closed, a back-off that ended. */
  public Step elapsed(Instant now) {
    return end(new Turn(rules, state, now));
  }

  /**
   * The same shard under changed settings, also with batches running; they take effect with the
   * next input. A batch that is running or comes again keeps its records, whatever the factor and
   * the batch size are now. A changed filter judges records polled from now on.
   */
  public ShardMapping withSettings(MappingSettings settings) {
    return new ShardMapping(rules.withSettings(settings), events, state);
  }

  /** The rules in force. */
  public MappingRules rules() {
    return rules;
  }

  /**
   * The position moved past: the highest record such that it and all taken before it are accounted
   * for. Empty until there is one.
   */
  public Optional<SequenceNumber> checkpoint() {
    return state.ledger().movedPast();
  }

  /** The highest record taken from the shard; polling goes on behind it. */
  public Optional<SequenceNumber> lastTaken() {
    return state.ledger().lastTaken();
  }

  /** The batches the function is working on. */
  public List<BatchId> running() {
    return state.running().stream().map(Running::batch).toList();
  }

  /** How many records are held: waiting for a batch, coming again, or running. */
  public int recordsHeld() {
    return state.ledger().open().size();
  }

  /**
   * How many more records are worth polling: enough for a batch on every lane and one behind it.
   */
  public int roomForRecords() {
    Batching batching = rules.settings().batching();
    int wanted = 2 * batching.batchSize() * batching.parallelizationFactor();
    return Math.max(0, wanted - state.waiting().size());
  }

  /** Whether every record taken is accounted for. */
  public boolean isIdle() {
    return recordsHeld() == 0;
  }

  private Step end(Turn turn) {
    new Launch(turn).run();
    return new Step(new ShardMapping(rules, events, turn.state()), turn.commands());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ShardMapping mapping
        && rules.equals(mapping.rules)
        && state.equals(mapping.state);
  }

  @Override
  public int hashCode() {
    return Objects.hash(rules, state);
  }

  @Override
  public String toString() {
    return "ShardMapping["
        + rules.source().shardId()
        + ", movedPast="
        + checkpoint()
        + ", held="
        + recordsHeld()
        + ", running="
        + state.running().size()
        + "]";
  }
}
