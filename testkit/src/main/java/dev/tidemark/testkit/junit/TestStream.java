package dev.tidemark.testkit.junit;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.tidemark.checkpoint.Bytes;
import dev.tidemark.checkpoint.Position;
import dev.tidemark.checkpoint.SequenceNumber;
import dev.tidemark.checkpoint.ShardKey;
import dev.tidemark.mapping.MappedRecord;
import dev.tidemark.mapping.MappingSettings;
import dev.tidemark.mapping.OnFailureDestination;
import dev.tidemark.mapping.OpenRules;
import dev.tidemark.mapping.ResponseMode;
import dev.tidemark.testkit.KplAggregate;
import dev.tidemark.testkit.UserRecord;
import dev.tidemark.testkit.fault.Fault;
import dev.tidemark.testkit.fault.FaultScript;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * A stream of a test, the mapping between it and a function, and what goes wrong.
 *
 * <p>Records stay in the stream: each {@link #consume} delivers all of them from the first, so a
 * second one is a replay. Settings stay too; faults are for the next run only.
 *
 * <p>The mapping's settings are AWS's defaults, but for the response type {@code
 * ReportBatchItemFailures}, which Tidemark needs, and an on-failure queue. Not thread-safe.
 */
public final class TestStream {

  private static final BigInteger FIRST =
      new BigInteger("49590338271490256608559692538361571095921575989136588898");
  private static final int GAP = 7;

  private final World world;
  private final String name;
  private final List<PutRecord> puts = new ArrayList<>();
  private int shards = 1;
  private int records;
  private boolean consumed;
  private RunPlan plan = RunPlan.DEFAULT;

  TestStream(World world, String name) {
    this.world = world;
    this.name = new ShardKey("any", name, "any").stream();
  }

  /**
   * Spreads records over so many shards, by their partition keys.
   *
   * @throws IllegalStateException when there are records already
   */
  public TestStream shards(int count) {
    if (count < 1 || !puts.isEmpty()) {
      throw new IllegalStateException("a stream gets 1 or more shards before its first record");
    }
    shards = count;
    return this;
  }

  /** Puts a record of UTF-8 text. */
  public TestStream put(String partitionKey, String text) {
    return put(partitionKey, Bytes.ofUtf8(text));
  }

  /** Puts a record. */
  public TestStream put(String partitionKey, Bytes data) {
    return put(partitionKey, data, List.of(new UserRecord(partitionKey, data)));
  }

  /**
   * Puts one Kinesis record that packs these together, as the Kinesis Producer Library does. They
   * share its sequence number, and its partition key is that of the first.
   */
  public TestStream putAggregate(UserRecord first, UserRecord... more) {
    var parts = new ArrayList<UserRecord>();
    parts.add(first);
    parts.addAll(List.of(more));
    return put(first.partitionKey(), KplAggregate.of(parts), parts);
  }

  private TestStream put(String partitionKey, Bytes data, List<UserRecord> parts) {
    String shard = "shardId-%012d".formatted(Math.floorMod(partitionKey.hashCode(), shards));
    BigInteger number = FIRST.add(BigInteger.valueOf((puts.size() + 1L) * GAP));
    var sequenceNumber = new SequenceNumber(number.toString());
    Instant now = world.clock().instant();
    var contents = new ArrayList<TestRecord>();
    for (UserRecord part : parts) {
      var position = new Position(sequenceNumber, contents.size());
      contents.add(
          new TestRecord(++records, shard, position, part.partitionKey(), now, part.data()));
    }
    puts.add(
        new PutRecord(shard, new MappedRecord(sequenceNumber, partitionKey, now, data), contents));
    consumed = false;
    return this;
  }

  /** Changes the mapping's settings, for example {@code m -> m.withBatchSize(10)}. */
  public TestStream mapping(UnaryOperator<MappingSettings> change) {
    plan = plan.with(change.apply(plan.settings()));
    return this;
  }

  /** Makes other choices where AWS says nothing; the defaults ask most of a function. */
  public TestStream rules(UnaryOperator<OpenRules> change) {
    plan = plan.with(change.apply(plan.open()));
    return this;
  }

  /** How long an invocation may take by the kit's clock; one minute unless said otherwise. */
  public TestStream timeout(Duration timeout) {
    plan = plan.withTimeout(timeout);
    return this;
  }

  /**
   * Decides what happens first where several things can, and when random crashes come. The same
   * seed gives the same run as long as the handler works on one record at a time. It is 0 unless
   * said otherwise.
   */
  public TestStream seed(long seed) {
    plan = plan.withSeed(seed);
    return this;
  }

  /**
   * After so many invocations a run counts as never coming to rest; 500 and 20 for each record
   * unless said otherwise.
   */
  public TestStream atMostInvocations(int bound) {
    plan = plan.withBound(bound);
    return this;
  }

  /** Ends the process at these moments, see {@link FunctionProcess#crash()}. */
  public TestStream crash(Moment... moments) {
    return plan(Faults.Trouble.CRASH, moments);
  }

  /** Lets the invocation time out at these moments, see {@link FunctionProcess#timeOut()}. */
  public TestStream timeOut(Moment... moments) {
    return plan(Faults.Trouble.TIME_OUT, moments);
  }

  /** Makes a zombie of the process at these moments, see {@link FunctionProcess#freeze()}. */
  public TestStream freeze(Moment... moments) {
    return plan(Faults.Trouble.FREEZE, moments);
  }

  private TestStream plan(Faults.Trouble trouble, Moment... moments) {
    for (Moment moment : moments) {
      plan = plan.with(new Faults.Planned(moment, trouble));
    }
    return this;
  }

  /** Ends processes at up to so many points and store calls that the seed picks. */
  public TestStream randomCrashes(int atMost) {
    plan = plan.withRandomCrashes(atMost);
    return this;
  }

  /** Throttles the first so many store calls. */
  public TestStream throttle(int calls) {
    return storesFail(
        FaultScript.of(Collections.nCopies(calls, Fault.THROTTLE).toArray(Fault[]::new)));
  }

  /**
   * Lets store calls fail. Writes that {@link Fault#LAND_LATE land late} arrive before some later
   * invocation that the seed picks, or at the end.
   */
  public TestStream storesFail(FaultScript script) {
    plan = plan.with(script);
    return this;
  }

  /** Delivers batches more often than need be. */
  public TestStream deliver(Redelivery redelivery) {
    plan = plan.with(redelivery);
    return this;
  }

  /**
   * Delivers every record of the stream until the mapping is past all of them, then lets frozen
   * processes go on, and checks what {@link TidemarkExtension} says.
   *
   * @param factory makes a handler; called once for each process
   * @throws AssertionError when a promise is broken, when the mapping does not come to rest, or
   *     when an invocation hangs; the message says what and where
   */
  public Run consume(Function<FunctionProcess, RequestStreamHandler> factory) {
    Objects.requireNonNull(factory);
    consumed = true;
    RunPlan now = plan;
    plan = plan.withoutFaults();
    return new Consumption(world, name, List.copyOf(puts), now, factory).run();
  }

  void requireConsumed() {
    if (!consumed && !puts.isEmpty()) {
      throw new AssertionError(
          "Stream '%s' has %d records that no function consumed: call consume"
              .formatted(name, records));
    }
  }

  static MappingSettings settings() {
    return MappingSettings.defaults()
        .withResponseMode(ResponseMode.REPORT_BATCH_ITEM_FAILURES)
        .withOnFailure(new OnFailureDestination("arn:aws:sqs:eu-west-1:111111111111:on-failure"));
  }
}
