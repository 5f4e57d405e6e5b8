package dev.tidemark.testkit.protocol;

import dev.tidemark.checkpoint.protocol.Command;
import dev.tidemark.checkpoint.protocol.RecordStart;
import java.time.Duration;
import java.util.Objects;

/** Something that an invocation waits for. Each instance stands for itself. */
public sealed interface Step {

  /** A call to a store that is on its way. */
  final class Call implements Step {
    private final Command.Call call;

    Call(Command.Call call) {
      this.call = Objects.requireNonNull(call);
    }

    public Command.Call call() {
      return call;
    }

    @Override
    public String toString() {
      return call.getClass().getSimpleName();
    }
  }

  /** A record that the handler is at. */
  final class Running implements Step {
    private final RecordStart start;

    Running(RecordStart start) {
      this.start = Objects.requireNonNull(start);
    }

    public RecordStart start() {
      return start;
    }

    @Override
    public String toString() {
      return "Record " + start.record().position() + "/" + start.attempt();
    }
  }

  /** A wait. */
  final class Pause implements Step {
    private final Duration length;

    Pause(Duration length) {
      this.length = Objects.requireNonNull(length);
    }

    public Duration length() {
      return length;
    }

    @Override
    public String toString() {
      return "Pause " + length;
    }
  }
}
