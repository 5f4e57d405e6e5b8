package dev.tidemark.engine.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.checkpoint.Bytes;
import dev.tidemark.checkpoint.ClaimId;
import dev.tidemark.checkpoint.Delivery;
import dev.tidemark.checkpoint.Position;
import dev.tidemark.checkpoint.RecordError;
import dev.tidemark.checkpoint.ShardKey;
import dev.tidemark.checkpoint.SourceRecord;
import dev.tidemark.checkpoint.protocol.Command;
import dev.tidemark.checkpoint.protocol.Host;
import dev.tidemark.checkpoint.protocol.Invocation;
import dev.tidemark.checkpoint.protocol.OrderMode;
import dev.tidemark.checkpoint.protocol.Pacing;
import dev.tidemark.checkpoint.protocol.ProtocolSettings;
import dev.tidemark.checkpoint.protocol.RecordResult;
import dev.tidemark.checkpoint.protocol.RecordStart;
import dev.tidemark.checkpoint.store.BatchRow;
import dev.tidemark.testkit.ManualClock;
import dev.tidemark.testkit.protocol.InvocationDriver;
import dev.tidemark.testkit.protocol.PositionLines;
import dev.tidemark.testkit.protocol.Step;
import dev.tidemark.testkit.store.MemoryPayloadStore;
import dev.tidemark.testkit.store.MemoryStatusStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * A shard, its stores and a clock. Record n has position n; even and odd numbers have a key each.
 */
final class Stage {

  static final ShardKey SHARD = new ShardKey("consumer", "stream", "shardId-000000000000");
  static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  static final Duration TIMEOUT = Duration.ofMinutes(1);
  static final RecordError BOOM = new RecordError("Boom", "no", "");

  final MemoryStatusStore statuses = new MemoryStatusStore();
  final MemoryPayloadStore payloads = new MemoryPayloadStore();
  final ManualClock clock = new ManualClock(START);

  /** Every record that any invocation started: {@code invocation: number/attempt}. */
  final List<InvocationDriver> invocations = new ArrayList<>();

  ProtocolSettings settings = ProtocolSettings.DEFAULTS.withPacing(ONLY_AT_THE_END);

  /** Owners that the next invocation knows to be dead. */
  Set<ClaimId> dead = Set.of();

  Invocation.PayloadTiming timing = Invocation.PayloadTiming.BESIDE_HANDLER;

  static Delivery delivery(int... numbers) {
    return new Delivery(SHARD, IntStream.of(numbers).mapToObj(Stage::record).toList());
  }

  static Delivery range(int from, int to) {
    return delivery(IntStream.rangeClosed(from, to).toArray());
  }

  private static SourceRecord record(int number) {
    var position = Position.of(Integer.toString(number));
    String key = number % 2 == 0 ? "even" : "odd";
    return new SourceRecord(position, key, START, Bytes.ofUtf8("record " + number));
  }

  /** No renewal and no saved progress within the time of an invocation. */
  private static final Pacing ONLY_AT_THE_END =
      new Pacing(Duration.ofMinutes(15), 1_000_000, Duration.ofMinutes(15));

  static ProtocolSettings settings(OrderMode order, int concurrency, int groupSize) {
    ProtocolSettings defaults = ProtocolSettings.DEFAULTS;
    return new ProtocolSettings(
        defaults.maxAttempts(),
        order,
        concurrency,
        groupSize,
        defaults.reserve(),
        defaults.clockSkew(),
        defaults.retention(),
        ONLY_AT_THE_END);
  }

  InvocationDriver invoke(Delivery delivery) {
    return invoke(delivery, Set.of());
  }

  InvocationDriver invoke(Delivery delivery, Set<ClaimId> recorded) {
    Instant deadline = clock.instant().plus(TIMEOUT);
    return invoke(delivery, recorded, new Invocation.Term(deadline, deadline));
  }

  /** An invocation whose first lease is as long as the settings say. */
  InvocationDriver invokeWithShortLease(Delivery delivery) {
    Instant now = clock.instant();
    return invoke(delivery, Set.of(), Invocation.Term.from(now, now.plus(TIMEOUT), settings));
  }

  private InvocationDriver invoke(Delivery delivery, Set<ClaimId> recorded, Invocation.Term term) {
    var me = new ClaimId("invocation-" + (invocations.size() + 1));
    var host = new Host(recorded, dead, timing, statuses.effectLimits());
    var invocation = new Invocation(delivery, me, settings, term, host);
    var driver = new InvocationDriver(invocation, statuses, payloads, clock);
    invocations.add(driver);
    return driver;
  }

  /** An invocation that has run as far as it comes with one record in the handler's hands. */
  InvocationDriver invokeAndHang(Delivery delivery, int hanging) {
    InvocationDriver driver = invoke(delivery);
    finishOthers(driver, hanging);
    return driver;
  }

  /** Everything that an invocation waits for goes well, apart from one record. */
  static void finishOthers(InvocationDriver driver, int hanging) {
    while (driver.isAlive()) {
      var next = driver.waiting().stream().filter(step -> !isRecord(step, hanging)).findFirst();
      if (next.isEmpty()) {
        return;
      }
      switch (next.get()) {
        case Step.Call call -> driver.answer(call);
        case Step.Running running -> driver.finish(running, new RecordResult.Succeeded());
        case Step.Pause pause -> driver.resume(pause);
      }
    }
  }

  static Step.Running running(InvocationDriver driver, int number) {
    return driver.waiting().stream()
        .filter(step -> isRecord(step, number))
        .map(Step.Running.class::cast)
        .findFirst()
        .orElseThrow();
  }

  private static boolean isRecord(Step step, int number) {
    return step instanceof Step.Running running
        && running.start().record().position().toString().equals(Integer.toString(number));
  }

  static Function<RecordStart, RecordResult> succeed() {
    return start -> new RecordResult.Succeeded();
  }

  /** These numbers get this result, others succeed. */
  static Function<RecordStart, RecordResult> on(RecordResult result, Integer... numbers) {
    Set<Integer> those = Set.of(numbers);
    return start ->
        those.contains(Integer.valueOf(start.record().position().toString()))
            ? result
            : new RecordResult.Succeeded();
  }

  static RecordResult failed() {
    return new RecordResult.Failed(BOOM);
  }

  static RecordResult hopeless() {
    return new RecordResult.Hopeless(BOOM);
  }

  static List<String> started(InvocationDriver driver) {
    return driver.started().stream()
        .map(start -> start.record().position() + "/" + start.attempt())
        .toList();
  }

  /** Everything that was started by anybody, in order of invocations. */
  List<String> allStarted() {
    return invocations.stream().flatMap(driver -> started(driver).stream()).toList();
  }

  /** The numbers in the objects of exhausted records. */
  List<String> exhausted() {
    return payloads.keys().stream()
        .filter(key -> key.value().startsWith("exhausted/"))
        .flatMap(key -> PositionLines.positions(payloads.get(key).orElseThrow()).stream())
        .map(Position::toString)
        .distinct()
        .toList();
  }

  /**
   * Everything goes well, the payload is stored, and when this record is in the handler's hands the
   * process dies with all that runs beside it.
   */
  void dieAt(Delivery delivery, int killer) {
    InvocationDriver driver = invoke(delivery);
    driver.runUntil(
        step ->
            step instanceof Step.Running running
                && running.start().record().position().equals(Position.of("" + killer))
                && driver.call(Command.StorePayload.class).isEmpty(),
        succeed());
    driver.die();
    passLease();
  }

  /** The row of the only batch that there is. */
  BatchRow onlyRow() {
    assertThat(statuses.batchRows()).hasSize(1);
    return statuses.batchRows().get(0);
  }

  void passLease() {
    clock.advance(TIMEOUT.plus(settings.clockSkew()));
  }
}
