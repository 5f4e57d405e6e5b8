package dev.tidemark.testkit.protocol;

import dev.tidemark.checkpoint.protocol.Command;
import java.util.Objects;

/**
 * A call that its sender no longer waits for and that is still on its way. Nobody sees its reply.
 */
public final class LateCall {

  private final Command.Call call;
  private final StoreAnswers stores;
  private boolean landed;

  LateCall(Command.Call call, StoreAnswers stores) {
    this.call = Objects.requireNonNull(call);
    this.stores = Objects.requireNonNull(stores);
  }

  /**
   * The store carries it out now.
   *
   * @throws IllegalStateException when it has landed already
   */
  public void land() {
    if (landed) {
      throw new IllegalStateException("has landed: " + call);
    }
    landed = true;
    stores.make(call);
  }

  @Override
  public String toString() {
    return "late " + call.getClass().getSimpleName();
  }
}
