package dev.tidemark.engine.protocol;

import static dev.tidemark.engine.protocol.Stage.failed;
import static dev.tidemark.engine.protocol.Stage.on;
import static dev.tidemark.engine.protocol.Stage.range;
import static dev.tidemark.engine.protocol.Stage.started;
import static dev.tidemark.engine.protocol.Stage.succeed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.checkpoint.protocol.Command;
import dev.tidemark.checkpoint.protocol.OrderMode;
import dev.tidemark.testkit.protocol.InvocationDriver;
import org.junit.jupiter.api.Test;

/** Calls on the way to a claim whose reply was lost: what they did is recognised. */
class LostClaimReplyTest {

  private final Stage stage = new Stage();

  @Test
  void aTakeoverWhoseReplyWasLostIsRecognised() {
    stage.invoke(range(1, 2)).runToEnd(on(failed(), 1));
    InvocationDriver driver = stage.invoke(range(1, 2));
    driver.loseReply(driver.runUntil(Command.TakeOverBatch.class, succeed()));

    driver.answer(driver.call(Command.TakeOverBatch.class).orElseThrow());

    assertThat(started(driver)).containsExactly("1/2");
  }

  @Test
  void anAdoptionWhoseReplyWasLostIsRecognised() {
    stage.settings = Stage.settings(OrderMode.NONE, 16, 1);
    stage.invokeAndHang(range(1, 2), 1).die();
    stage.passLease();
    InvocationDriver driver = stage.invoke(range(1, 2));
    driver.loseReply(driver.runUntil(Command.CreateBatch.class, succeed()));

    driver.answer(driver.call(Command.CreateBatch.class).orElseThrow());

    assertThat(driver.call(Command.ReplaceBatch.class)).isPresent();
    assertThat(driver.runToEnd(succeed()).lowestUnfinished()).isEmpty();
  }

  @Test
  void aFenceWhoseReplyWasLostIsRecognised() {
    InvocationDriver dead = stage.invoke(range(1, 2));
    dead.answer(dead.call(Command.ClaimShard.class).orElseThrow());
    dead.die();
    stage.passLease();
    InvocationDriver driver = stage.invoke(range(1, 2));
    driver.loseReply(driver.runUntil(Command.CreateBatch.class, succeed()));

    driver.answer(driver.call(Command.CreateBatch.class).orElseThrow());

    assertThat(driver.call(Command.ClaimShard.class)).isPresent();
    assertThat(driver.runToEnd(succeed()).recorded()).hasSize(2);
  }

  @Test
  void aClaimBesideWhoseReplyWasLostIsRecognised() {
    stage.invoke(range(3, 4)).runToEnd(succeed());
    InvocationDriver driver = stage.invoke(range(1, 4));
    driver.answer(driver.call(Command.ClaimShard.class).orElseThrow());
    driver.loseReply(driver.runUntil(Command.ClaimShard.class, succeed()));

    driver.answer(driver.call(Command.ClaimShard.class).orElseThrow());

    assertThat(started(driver)).containsExactly("1/1", "2/1");
    assertThat(stage.statuses.shardRows().get(0).version()).isEqualTo(2);
  }
}
