package dev.tidemark.testkit.protocol;

import dev.tidemark.checkpoint.protocol.Event;
import dev.tidemark.checkpoint.protocol.InvocationState;
import java.util.Objects;

/**
 * A move of an invocation that was seen.
 *
 * @param from where it stood
 * @param on the kind of event that it was told
 * @param to where it stood then
 */
public record Move(InvocationState from, Class<? extends Event> on, InvocationState to) {
  public Move {
    Objects.requireNonNull(from);
    Objects.requireNonNull(on);
    Objects.requireNonNull(to);
  }
}
