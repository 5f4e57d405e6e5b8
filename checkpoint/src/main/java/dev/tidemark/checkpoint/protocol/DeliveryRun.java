package dev.tidemark.checkpoint.protocol;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One invocation over one delivery, as a state machine without I/O: it returns {@link Command}s,
 * whose answers come back as {@link Event}s with the time of the one clock that the caller uses.
 *
 * <p>Not thread-safe: one thread at a time tells it what happened.
 */
public sealed interface DeliveryRun permits Invocation, PassThrough {

  /** The first commands. Called once. */
  List<Command> start();

  /**
   * Takes an event.
   *
   * @param now the time of the event
   * @return what to do next, possibly nothing while other commands are outstanding
   */
  List<Command> on(Event event, Instant now);

  /** When to send {@link Event.Alarm} if nothing else happens until then. */
  Optional<Instant> alarm();
}
