package dev.tidemark.engine.protocol;

import static dev.tidemark.engine.protocol.Stage.failed;
import static dev.tidemark.engine.protocol.Stage.hopeless;
import static dev.tidemark.engine.protocol.Stage.on;
import static dev.tidemark.engine.protocol.Stage.range;
import static dev.tidemark.engine.protocol.Stage.started;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.checkpoint.BatchStatus;
import dev.tidemark.checkpoint.Position;
import dev.tidemark.checkpoint.protocol.Command;
import dev.tidemark.checkpoint.protocol.RecordResult;
import dev.tidemark.checkpoint.protocol.RecordStart;
import dev.tidemark.checkpoint.protocol.Response;
import dev.tidemark.checkpoint.store.BatchRow;
import dev.tidemark.checkpoint.store.StoreException;
import dev.tidemark.testkit.protocol.InvocationDriver;
import dev.tidemark.testkit.protocol.Step;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/**
 * Exhausted records that cannot be kept, or that nobody can be told of, while all else goes well.
 */
class ExhaustedStoreTest {

  private final Stage stage = new Stage();

  /** Runs to the end, and no exhausted record can be stored. */
  private static Response runWithoutExhausted(
      InvocationDriver driver, Function<RecordStart, RecordResult> code) {
    while (driver.isAlive()) {
      if (driver.waiting().get(0) instanceof Step.Call call
          && call.call() instanceof Command.StoreExhausted) {
        driver.fail(call, StoreException.Kind.TRANSIENT);
      } else {
        driver.goOn(code);
      }
    }
    return driver.response().orElseThrow();
  }

  private BatchRow row() {
    assertThat(stage.statuses.batchRows()).hasSize(1);
    return stage.statuses.batchRows().get(0);
  }

  @Test
  void whatIsDoneIsRecordedAndNotDoneAgain() {
    Response response = runWithoutExhausted(stage.invoke(range(1, 5)), on(hopeless(), 2));

    assertThat(response.lowestUnfinished()).contains(Position.of("2"));
    assertThat(response.trouble()).isPresent();
    assertThat(row().status()).isEqualTo(BatchStatus.FAILED);
    assertThat(row().progress().succeeded().stream()).containsExactly(0, 2, 4);
    assertThat(stage.exhausted()).isEmpty();

    InvocationDriver next = stage.invoke(range(2, 5));
    assertThat(next.runToEnd(on(hopeless(), 2)).lowestUnfinished()).isEmpty();
    assertThat(started(next)).containsExactly("2/2", "4/1");
    assertThat(stage.exhausted()).containsExactly("2");
  }

  @Test
  void theLaterRecordsOfItsKeyWaitUntilItCanBeKept() {
    InvocationDriver driver = stage.invoke(range(1, 6));

    runWithoutExhausted(driver, on(hopeless(), 2));

    assertThat(started(driver)).containsExactlyInAnyOrder("1/1", "2/1", "3/1", "5/1");
  }

  @Test
  void aRecordThatHasUsedUpItsAttemptsIsGivenUpWithoutAnother() {
    for (int attempt = 1; attempt < 3; attempt++) {
      stage.invoke(range(1, 3)).runToEnd(on(failed(), 1));
    }
    Response third = runWithoutExhausted(stage.invoke(range(1, 3)), on(failed(), 1));
    assertThat(third.lowestUnfinished()).contains(Position.of("1"));
    assertThat(row().progress().attempts().of(0)).isEqualTo(3);

    InvocationDriver fourth = stage.invoke(range(1, 3));
    Response response = fourth.runToEnd(on(failed(), 1));

    assertThat(response.lowestUnfinished()).isEmpty();
    assertThat(started(fourth)).containsExactly("3/1");
    assertThat(stage.exhausted()).containsExactly("1");
    assertThat(row().status()).isEqualTo(BatchStatus.EXHAUSTED);
    assertThat(row().progress().attempts().of(0)).isEqualTo(3);
  }
}
