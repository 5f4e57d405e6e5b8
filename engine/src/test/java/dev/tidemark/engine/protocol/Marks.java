package dev.tidemark.engine.protocol;

import static dev.tidemark.engine.protocol.Stage.succeed;

import dev.tidemark.checkpoint.IndexSet;
import dev.tidemark.checkpoint.protocol.Command;
import dev.tidemark.checkpoint.store.InFlight;
import dev.tidemark.testkit.protocol.InvocationDriver;
import dev.tidemark.testkit.protocol.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** What invocations write into rows about what they are about to run. */
final class Marks {

  private Marks() {}

  static InFlight inFlight(Step.Call mark) {
    return switch (mark.call()) {
      case Command.ReplaceBatch replace -> replace.row().progress().inFlight();
      case Command.CreateBatch create -> create.row().progress().inFlight();
      default -> throw new AssertionError("writes no row: " + mark);
    };
  }

  /** The groups that are marked one after the other until the invocation is over. */
  static List<IndexSet> groups(InvocationDriver driver) {
    var groups = new ArrayList<IndexSet>();
    while (driver.isAlive()) {
      driver
          .call(Command.ReplaceBatch.class)
          .map(Marks::inFlight)
          .filter(marks -> !marks.isNone())
          .ifPresent(marks -> groups.add(marks.lines()));
      driver.goOn(succeed());
    }
    return groups;
  }

  static IndexSet lines(int from, int to) {
    return IndexSet.of(IntStream.rangeClosed(from, to).toArray());
  }
}
