package dev.tidemark.testkit.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.checkpoint.RecordStatus;
import dev.tidemark.checkpoint.store.StoreException;
import dev.tidemark.mapping.InvocationResult;
import dev.tidemark.mapping.InvocationResult.FunctionError;
import dev.tidemark.mapping.WholeFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class TidemarkExtensionTest {

  @RegisterExtension final TidemarkExtension kit = TidemarkExtension.create();

  private final Queue<String> done = new ConcurrentLinkedQueue<>();

  private PlainFunction plain(FunctionProcess process) {
    return new PlainFunction(process, done::add);
  }

  private TestStream abc() {
    return kit.stream("orders").put("k1", "a").put("k2", "b").put("k1", "c");
  }

  @Test
  void aRunWithoutTroubleIsOneInvocation() {
    Run run = abc().consume(this::plain);

    assertThat(run.succeeded()).containsExactly("a", "b", "c");
    assertThat(run.invocations()).hasSize(1);
    assertThat(run.processes()).isEqualTo(1);
    assertThat(run.failureMessages()).isEmpty();
    assertThat(run.log()).containsExactly("did a", "did b", "did c");
    assertThat(done).containsExactly("a", "b", "c");
  }

  @Test
  void aCrashStartsANewProcessThatGetsTheWholeBatchAgain() {
    Run run = abc().crash(Moment.at("before b")).consume(this::plain);

    assertThat(run.processes()).isEqualTo(2);
    assertThat(run.invocations())
        .extracting(invocation -> invocation.records().size())
        .containsExactly(3, 3);
    assertThat(run.invocations().get(0).result())
        .isEqualTo(new FunctionError(FunctionError.Kind.CRASHED));
    assertThat(run.timesReached("before b")).isEqualTo(2);
    assertThat(done).containsExactly("a", "b", "c");
  }

  @Test
  void bisectCutsABatchThatFailsAsAWhole() {
    Run run =
        abc()
            .mapping(m -> m.withWholeFailure(WholeFailure.BISECT))
            .crash(Moment.at("before a"))
            .consume(this::plain);

    assertThat(run.invocations())
        .extracting(invocation -> invocation.records().size())
        .containsExactly(3, 1, 2);
  }

  @Test
  void aTimeOutLetsTheTimeOfTheInvocationPass() {
    Instant start = kit.clock().instant();

    Run run =
        abc().timeout(Duration.ofMinutes(15)).timeOut(Moment.at("before c")).consume(this::plain);

    assertThat(run.invocations().get(0).result())
        .isEqualTo(new FunctionError(FunctionError.Kind.TIMED_OUT));
    assertThat(kit.clock().instant()).isAfterOrEqualTo(start.plus(Duration.ofMinutes(15)));
  }

  @Test
  void whatADeadProcessStillDoesReachesNothing() {
    var processes = new ArrayList<FunctionProcess>();
    abc()
        .crash(Moment.at("before b"))
        .consume(
            process -> {
              processes.add(process);
              return plain(process);
            });
    FunctionProcess dead = processes.get(0);
    int rows = kit.statuses().batchRows().size();

    assertThatThrownBy(() -> dead.clock().instant()).isInstanceOf(ProcessEnded.class);
    assertThatThrownBy(() -> dead.reach("anything")).isInstanceOf(ProcessEnded.class);
    assertThatThrownBy(() -> dead.statuses().create(kit.statuses().batchRows().get(0)))
        .isInstanceOf(StoreException.class)
        .hasMessage("process 1 has ended");
    assertThat(kit.statuses().batchRows()).hasSize(rows);
  }

  @Test
  void aCrashAfterAStoreCallLeavesTheWriteBehind() {
    Run run = abc().crash(Moment.afterStoreCall(2)).consume(this::plain);

    assertThat(run.processes()).isEqualTo(2);
    assertThat(done).containsExactly("a", "b", "c");
  }

  @Test
  void aCrashBeforeAStoreCallLeavesNoWrite() {
    Run run = abc().crash(Moment.beforeStoreCall(2)).consume(this::plain);

    assertThat(run.processes()).isEqualTo(2);
    assertThat(done).containsExactly("a", "a", "b", "c");
  }

  @Test
  void aZombieGoesOnWhenEverythingElseIsAtRest() {
    var order = new ArrayList<String>();

    assertThatThrownBy(
            () ->
                kit.stream("orders")
                    .put("k", "a")
                    .freeze(Moment.at("before a"))
                    .consume(
                        process ->
                            new PlainFunction(
                                process, text -> order.add(text + " by " + process.number()))))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("record 1 (key 'k', 'a') is recorded as finished by two batches");
    assertThat(order).containsExactly("a by 2", "a by 1");
  }

  @Test
  void aReplayDeliversEverythingAgain() {
    TestStream stream = abc();
    stream.consume(this::plain);

    Run replay = stream.put("k2", "d").consume(this::plain);

    assertThat(replay.invocations().get(0).records()).hasSize(4);
    assertThat(done).containsExactly("a", "b", "c", "d");
  }

  @Test
  void aBatchCanComeTwice() {
    Run run = abc().deliver(Redelivery.TWICE).consume(this::plain);

    assertThat(run.invocations()).hasSize(2);
    assertThat(run.processes()).isEqualTo(1);
    assertThat(done).containsExactly("a", "b", "c");
  }

  @Test
  void throttledCallsFailTheHandlerWithoutEffect() {
    Run run = abc().throttle(3).consume(this::plain);

    assertThat(run.invocations()).hasSize(4);
    assertThat(run.invocations().get(0).thrown()).get().isInstanceOf(StoreException.class);
    assertThat(run.succeeded()).hasSize(3);
  }

  @Test
  void recordsSpreadOverShards() {
    TestStream stream = kit.stream("orders").shards(3);
    IntStream.range(0, 30).forEach(i -> stream.put("key-" + i, "r" + i));

    Run run = stream.mapping(m -> m.withBatchSize(4)).consume(this::plain);

    assertThat(run.records(RecordStatus.SUCCEEDED))
        .hasSize(30)
        .extracting(TestRecord::shardId)
        .contains("shardId-000000000000", "shardId-000000000001", "shardId-000000000002");
  }

  @Test
  void theSameSeedCrashesAtTheSameMoments() {
    assertThat(processesUnderRandomCrashes("one")).isEqualTo(processesUnderRandomCrashes("two"));
    assertThat(processesUnderRandomCrashes("three")).contains(2);
  }

  private List<Integer> processesUnderRandomCrashes(String name) {
    TestStream stream = kit.stream(name);
    IntStream.range(0, 10).forEach(i -> stream.put("k" + i, "r" + i));
    return stream.seed(42).randomCrashes(3).consume(this::plain).invocations().stream()
        .map(RunInvocation::process)
        .toList();
  }

  @Test
  void aRecordThatIsAnsweredAsDoneAndNotRecordedIsLost() {
    assertThatThrownBy(
            () ->
                abc()
                    .consume(
                        process ->
                            (event, response, context) ->
                                response.write(
                                    PlainFunction.ALL_DONE.getBytes(
                                        java.nio.charset.StandardCharsets.UTF_8))))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining(
            "record 2 (key 'k2', 'b') is lost: the function's answer said that it is done, and its"
                + " status is PENDING");
  }

  @Test
  void aRecordThatTheMappingGivesUpIsLost() {
    assertThatThrownBy(
            () ->
                abc()
                    .mapping(m -> m.withMaximumRetryAttempts(1))
                    .crash(Moment.whenever("before a"))
                    .consume(this::plain))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("the mapping gave it up while its status is PENDING")
        .hasMessageContaining("leave retries and age to Tidemark");
  }

  @Test
  void aMisspeltAnswerIsCaughtEvenWhenNothingFailed() {
    assertThatThrownBy(
            () ->
                abc()
                    .consume(
                        process ->
                            new PlainFunction(process, done::add, "{\"batchItemFailure\":[]}")))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("invocation 1 answered '{\"batchItemFailure\":[]}'");
  }

  @Test
  void aFaultThatNeverHappenedFailsTheTest() {
    assertThatThrownBy(() -> abc().crash(Moment.at("before z")).consume(this::plain))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("the fault \"CRASH at 'before z', time 1\" was planned");
  }

  @Test
  void aRunThatDoesNotEndSaysWhatIsStuck() {
    assertThatThrownBy(
            () ->
                abc().atMostInvocations(5).crash(Moment.whenever("before b")).consume(this::plain))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("did not come to rest within 5 invocations")
        .hasMessageContaining("record 2 (key 'k2', 'b') is PENDING, nothing is recorded of it")
        .hasMessageContaining("kind=CRASHED");
  }

  @Test
  void aHandlerThatCannotBeMadeFailsTheTest() {
    assertThatThrownBy(
            () ->
                abc()
                    .consume(
                        process -> {
                          throw new IllegalStateException("no settings");
                        }))
        .isInstanceOf(AssertionError.class)
        .hasMessage("The handler could not be made: java.lang.IllegalStateException: no settings");
  }

  @Test
  void userCodeThatHangsBesideACrashDoesNotHoldUpTheRun() {
    var never = new CountDownLatch(1);

    Run run =
        abc()
            .consume(
                process ->
                    new PlainFunction(
                        process,
                        text -> {
                          if (process.number() == 1) {
                            Thread.ofVirtual().start(() -> crash(process));
                            await(never);
                          }
                          done.add(text);
                        }));

    assertThat(run.processes()).isEqualTo(2);
    assertThat(done).containsExactly("a", "b", "c");
    assertThat(run.invocations().get(1).result()).isInstanceOf(InvocationResult.Returned.class);
  }

  private static void crash(FunctionProcess process) {
    try {
      process.crash();
    } catch (ProcessEnded e) {
      assertThat(e).hasMessage("process 1 has ended");
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
