package dev.tidemark.cli.operate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.cli.Progress;
import dev.tidemark.cli.UserException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** What a replay does with a function that does not get through with what it is sent. */
class RetryingFunctionTest {

  private static final int TRIES = 3;

  private final StoredShards stored =
      new StoredShards()
          .batch("shardId-000000000000", 8, 9, 10, 11, 12)
          .batch("shardId-000000000001", 1, 2);
  private final List<Duration> pauses = new ArrayList<>();

  private ReplayReport replay(ScriptedFunction function) throws InterruptedException {
    var out = new PrintStream(OutputStream.nullOutputStream());
    try (Progress.Bar bar = new Progress(out, Progress.Screen.FILE).start("reads", 4)) {
      return new Replayer(stored, ArrivalWindow.ALWAYS, 5)
          .replay(
              stored.batches(),
              new RetryingFunction(function, StoredShards.CONSUMER, TRIES, pauses::add),
              bar);
    }
  }

  /** Answers by how many events there have been, the first being 1. */
  private static ScriptedFunction function(Function<Integer, FunctionCall.Answer> script) {
    var count = new ArrayList<String>();
    return new ScriptedFunction(
        "other",
        ids -> {
          count.addAll(ids.subList(0, 1));
          return script.apply(count.size());
        });
  }

  private static FunctionCall.Answer done() {
    return new FunctionCall.Answer.Returned("{\"batchItemFailures\":[]}");
  }

  @Test
  void anEventComesAgainFromTheLowestUnfinishedRecordOn() throws InterruptedException {
    ScriptedFunction function =
        function(
            event ->
                switch (event) {
                  case 1 -> ScriptedFunction.unfinished("11", "9");
                  case 2 -> ScriptedFunction.unfinished("11");
                  default -> done();
                });

    ReplayReport report = replay(function);

    assertThat(function.events)
        .containsExactly(
            List.of("8", "9", "10", "11", "12"),
            List.of("9", "10", "11", "12"),
            List.of("11", "12"),
            List.of("1", "2"));
    assertThat(report.stopped()).isEmpty();
    assertThat(report.records()).isEqualTo(7);
    assertThat(report.events()).isEqualTo(2);
  }

  @Test
  void theLowestNumberIsTheLowestAsANumberNotAsAText() throws InterruptedException {
    ScriptedFunction function =
        function(event -> event == 1 ? ScriptedFunction.unfinished("10", "9") : done());

    replay(function);

    assertThat(function.events.get(1)).containsExactly("9", "10", "11", "12");
  }

  @Test
  void anInvocationThatDoesNotReturnHasAllOfItsEventComeAgain() throws InterruptedException {
    ScriptedFunction function =
        function(event -> event == 1 ? new FunctionCall.Answer.Failed("it crashed") : done());

    ReplayReport report = replay(function);

    assertThat(function.events.get(1)).isEqualTo(function.events.get(0));
    assertThat(report.stopped()).isEmpty();
  }

  @Test
  void pausesDoubleWhileTheSameRecordIsUnfinishedAndBeginAnewBehindIt()
      throws InterruptedException {
    ScriptedFunction function =
        function(
            event ->
                switch (event) {
                  case 1, 2 -> ScriptedFunction.unfinished("8");
                  case 3, 4 -> ScriptedFunction.unfinished("10");
                  default -> done();
                });

    replay(function);

    assertThat(pauses)
        .containsExactly(
            Duration.ofMillis(500),
            Duration.ofSeconds(1),
            Duration.ofMillis(500),
            Duration.ofSeconds(1));
  }

  @Test
  void afterItsTriesItStopsInOneLineAndSendsNothingBehind() throws InterruptedException {
    ScriptedFunction function = function(event -> ScriptedFunction.unfinished("9"));

    ReplayReport report = replay(function);

    assertThat(function.events).hasSize(TRIES);
    assertThat(report.stopped())
        .hasValue(
            "stopped in shardId-000000000000 at 9 after 3 tries: it says that this record is"
                + " unfinished. Run the same command again when that is mended: what is done is"
                + " skipped");
    assertThat(report.records()).isZero();
    assertThat(report.toText("are through")).hasLineCount(2).contains("  ! stopped in ");
    assertThat(report.toJson())
        .startsWith("{\"shards\":1,\"batches\":1,\"records\":0,\"events\":1,\"stopped\":\"");
  }

  @Test
  void whatTheFunctionDiedOfIsToldInItsFirstLine() throws InterruptedException {
    ReplayReport report =
        replay(function(event -> new FunctionCall.Answer.Failed("out of memory\n  at Main")));

    assertThat(report.stopped().orElseThrow())
        .contains(" at 8 after 3 tries: out of memory. Run ")
        .hasLineCount(1);
  }

  @Test
  void anAnswerThatTheMappingCouldNotFollowFailsTheWholeEvent() throws InterruptedException {
    ScriptedFunction function = function(event -> ScriptedFunction.unfinished("7"));

    ReplayReport report = replay(function);

    assertThat(function.events).hasSize(TRIES);
    assertThat(report.stopped().orElseThrow())
        .contains("its answer cannot be followed: NOT_IN_BATCH");
  }

  @Test
  void theConsumerWhosePayloadsTheyAreIsRefusedInOneLine() {
    var same = new ScriptedFunction(StoredShards.CONSUMER, ids -> done());

    assertThatThrownBy(() -> replay(same))
        .isInstanceOf(UserException.class)
        .hasMessage(
            ScriptedFunction.ARN
                + " consumes as orders, which has finished these records and would skip them:"
                + " deploy it with another TIDEMARK_CONSUMER, or have exhausted records run again"
                + " with ./tidemark redrive");
    assertThat(same.events).isEmpty();
  }
}
