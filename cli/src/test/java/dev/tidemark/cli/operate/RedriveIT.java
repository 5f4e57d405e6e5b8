package dev.tidemark.cli.operate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.checkpoint.BatchStatus;
import dev.tidemark.checkpoint.ShardKey;
import dev.tidemark.checkpoint.SourceRecord;
import dev.tidemark.checkpoint.aws.CheckpointTable;
import dev.tidemark.checkpoint.aws.OpenBatches;
import dev.tidemark.checkpoint.store.BatchRow;
import dev.tidemark.cli.stack.LocalStores;
import dev.tidemark.cli.stack.TappedStack;
import dev.tidemark.example.Drill;
import dev.tidemark.local.FunctionResult;
import dev.tidemark.local.LocalFunction;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Exhausted records of the packaged function, run again by it once it is mended. */
class RedriveIT {

  private static final String CONSUMER = "quakes";
  private static final String ARN = "arn:aws:lambda:us-east-1:000000000000:function:quakes";
  private static final ShardKey SHARD = new ShardKey(CONSUMER, "quakes", "shardId-000000000000");
  private static final int RECORDS = 4;
  private static final int FAILS = 2;
  private static final int ATTEMPTS = 3;

  private final TappedStack stack = Quakes.stack(CONSUMER);
  private final LocalFunction broken = Quakes.function(stack, CONSUMER, true);
  private final LocalFunction mended = Quakes.function(stack, CONSUMER, false);

  @BeforeEach
  void exhaustOne() throws IOException {
    byte[] event = BatchEvent.of(SHARD, records(), ARN);
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      assertThat(broken.invoke(event).join()).isInstanceOf(FunctionResult.Returned.class);
    }
  }

  @AfterEach
  void stop() {
    broken.close();
    mended.close();
    stack.close();
  }

  private static List<SourceRecord> records() throws IOException {
    return Quakes.records(100, RECORDS, Map.of(FAILS, Drill.FAIL_ALWAYS));
  }

  private List<BatchRow> exhausted() {
    return new OpenBatches(stack.stores().dynamoDb(), new CheckpointTable(LocalStores.CHECKPOINTS))
        .of(CONSUMER, BatchStatus.EXHAUSTED, 10);
  }

  private Redriver.Result redrive(LocalFunction function) {
    var call = new LocalFunctionCall(function, ARN, CONSUMER);
    var stores = stack.stores();
    return new Redriver(stores.statuses(), stores.payloads(), call, Clock.systemUTC())
        .redrive(exhausted().get(0));
  }

  @Test
  void anExhaustedRecordIsDoneOnceItsFunctionIsMended() {
    var delivered = (Redriver.Result.Delivered) redrive(mended);

    assertThat(delivered.opened()).isEqualTo(1);
    assertThat(delivered.after().status()).isEqualTo(BatchStatus.SUCCEEDED);
    assertThat(delivered.after().progress().attempts().of(FAILS)).isZero();
    assertThat(exhausted()).isEmpty();
  }

  @Test
  void aRecordThatFailsAgainUsesUpAllItsAttemptsAgain() {
    var delivered = (Redriver.Result.Delivered) redrive(broken);

    assertThat(delivered.exhausted()).isEqualTo(1);
    assertThat(delivered.after().progress().attempts().of(FAILS)).isEqualTo(ATTEMPTS);
    assertThat(delivered.after().progress().succeeded().size()).isEqualTo(RECORDS - 1);
    assertThat(exhausted()).hasSize(1);
  }

  @Test
  void anotherConsumersFunctionLeavesTheRecordsOpenAndIsNamed() {
    ScriptedFunction idle = ScriptedFunction.done();
    var stores = stack.stores();
    var redriver = new Redriver(stores.statuses(), stores.payloads(), idle, Clock.systemUTC());

    Redriver.Result result = redriver.redrive(exhausted().get(0));

    assertThat(((Redriver.Result.LeftAlone) result).why()).contains("consumes for this name");
  }
}
