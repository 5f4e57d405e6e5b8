package dev.tidemark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.checkpoint.protocol.InvocationState;
import dev.tidemark.checkpoint.protocol.Transition;
import dev.tidemark.proof.Simulation;
import dev.tidemark.proof.WorldSettings;
import dev.tidemark.testkit.protocol.Move;
import java.nio.file.Files;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** The states of an invocation as the page shows them, as the code has them, and as they are. */
class StateDiagramTest {

  private static final String BEGIN = "<!-- states: begin -->\n";
  private static final String END = "<!-- states: end -->";

  /** Seeds of worlds in which something rare happens; more are tried if that is not enough. */
  private static final List<Long> RARE =
      List.of(
          1464L, 1992L, 2691L, 3131L, 3390L, 3514L, 15089L, 22243L, 22335L, 22382L, 29308L, 32275L);

  private static final int BLOCK = 500;
  private static final int MOST_SEEDS = 40_000;

  private final Project project = Project.find();

  @Test
  void thePageShowsTheTransitionsOfTheCode() throws Exception {
    String page = Files.readString(project.file("ARCHITECTURE.md"));

    String shown = page.substring(page.indexOf(BEGIN) + BEGIN.length(), page.indexOf(END));

    assertThat(shown).as("put this between the marks of ARCHITECTURE.md").isEqualTo(rendered());
  }

  @Test
  void simulatedInvocationsMakeEveryTransitionAndNoOther() {
    var simulation = new Simulation(WorldSettings.SMALL);
    Set<Move> declared = declared();
    Set<Move> seen = new HashSet<>();
    RARE.forEach(seed -> seen.addAll(simulation.moves(seed)));
    for (long from = 1; from < MOST_SEEDS && !seen.containsAll(declared); from += BLOCK) {
      LongStream.range(from, from + BLOCK)
          .parallel()
          .mapToObj(simulation::moves)
          .collect(Collectors.toList())
          .forEach(seen::addAll);
    }

    assertThat(seen).as("moves that the code does not declare").isSubsetOf(declared);
    assertThat(declared).as("transitions that no simulated world makes").isSubsetOf(seen);
  }

  private static Set<Move> declared() {
    return Transition.ALL.stream()
        .flatMap(one -> one.to().stream().map(to -> new Move(one.from(), one.on(), to)))
        .collect(Collectors.toSet());
  }

  private static String rendered() {
    return "```mermaid\nstateDiagram-v2\n  [*] --> CLAIMING\n"
        + edges()
        + "  OVER --> [*]\n```\n\n"
        + "| state | waits for | told | goes to |\n|---|---|---|---|\n"
        + table();
  }

  private static String edges() {
    var text = new StringBuilder();
    for (InvocationState from : InvocationState.values()) {
      var exits = new TreeSet<InvocationState>();
      Transition.ALL.stream()
          .filter(one -> one.from() == from)
          .forEach(one -> exits.addAll(one.to()));
      exits.remove(from);
      exits.forEach(to -> text.append("  " + from + " --> " + to + "\n"));
    }
    return text.toString();
  }

  private static String table() {
    var text = new StringBuilder();
    for (Transition one : Transition.ALL) {
      String exits =
          new TreeSet<>(one.to())
              .stream()
                  .map(to -> to == one.from() ? "stays" : "`" + to + "`")
                  .collect(Collectors.joining(", "));
      text.append(
          "| `%s` | %s | `%s` | %s |\n"
              .formatted(one.from(), one.from().waitsFor(), one.on().getSimpleName(), exits));
    }
    return text.toString();
  }
}
