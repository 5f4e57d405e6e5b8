package dev.tidemark.cli;

import dev.tidemark.proof.explore.ExplorationReport;
import dev.tidemark.proof.explore.Scope;
import dev.tidemark.proof.explore.Scopes;
import dev.tidemark.proof.explore.WalkReport;
import dev.tidemark.proof.explore.Walks;
import dev.tidemark.proof.sabotage.Sabotage;
import dev.tidemark.proof.sabotage.Saboteur;
import dev.tidemark.proof.sabotage.Saboteurs;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ./tidemark explore}. */
@Command(
    name = "explore",
    description = {
      "Explores small cases of the checkpoint protocol to the end: the production code over memory"
          + " stores, one store call a step, and at each step every choice: who moves, who dies,"
          + " which reply is lost, what lands late, how the mapping cuts. Each state is looked at"
          + " once; the story of a violation is as short as can be.",
      "Configurations: orders (2 invocations, 4 records, 2 keys), lanes (the same with two"
          + " deliveries at once), crowd (3 invocations, 3 records, two deliveries at once),"
          + " retries (3 invocations, 2 records, one always fails) and cuts (the same with"
          + " deliveries that are cut), each on one thread; together they take some minutes and 4"
          + " GB. And small, for a quick look.",
      "With --walks it walks at random through a larger case instead."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:no invariant was violated; with --saboteur, the bug was caught",
      "1:an invariant was violated; with --saboteur, the bug was not caught",
      "2:wrong usage"
    },
    footer = {
      "",
      "Examples:",
      "  ./tidemark explore",
      "  ./tidemark explore --config retries --json",
      "  ./tidemark explore --config orders --saboteur settle-unconditional",
      "  ./tidemark explore --walks 100000 --seed 7"
    })
public final class ExploreCommand implements Callable<Integer> {

  private static final long MAX_WALKS = 1_000_000_000;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--config",
      paramLabel = "NAME",
      description = "Explore only this configuration; may be given several times.")
  private List<String> configurations = new ArrayList<>();

  @Option(
      names = "--saboteur",
      paramLabel = "NAME",
      description =
          "Plant this bug, one of those that 'simulate --saboteurs' lists, and explore until it"
              + " shows, the small configuration first.")
  private Optional<String> saboteur = Optional.empty();

  @Option(
      names = "--walks",
      paramLabel = "N",
      description =
          "Make N random walks through 5 invocations over 4 records, with two of each fault.")
  private Optional<Long> walks = Optional.empty();

  @Option(
      names = "--seed",
      paramLabel = "S",
      defaultValue = "0",
      description = "The seed of the walks (default ${DEFAULT-VALUE}).")
  private long seed;

  @Option(names = "--json", description = "Print one line of JSON.")
  private boolean json;

  @Override
  public Integer call() throws InterruptedException {
    Sabotage sabotage = saboteur.map(this::planted).orElse(Sabotage.NONE);
    long violations = walks.isPresent() ? walk(walks.get(), sabotage) : explore(scopes(), sabotage);
    boolean planted = sabotage != Sabotage.NONE;
    return violations > 0 == planted ? 0 : 1;
  }

  private Sabotage planted(String name) {
    return Saboteurs.all().stream()
        .filter(one -> one.name().equals(name))
        .map(Saboteur::sabotage)
        .findFirst()
        .orElseThrow(() -> wrong("--saboteur must be one that is planted, is " + name));
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  private List<Scope> scopes() {
    var all = new ArrayList<Scope>(Scopes.all());
    all.add(Scopes.small());
    List<String> names = all.stream().map(Scope::name).toList();
    for (String wanted : configurations) {
      if (!names.contains(wanted)) {
        String allowed = names.stream().collect(Collectors.joining(", "));
        throw wrong("--config must be one of " + allowed + ", is " + wanted);
      }
    }
    return configurations.isEmpty()
        ? (saboteur.isPresent() ? smallFirst(all) : Scopes.all())
        : all.stream().filter(scope -> configurations.contains(scope.name())).toList();
  }

  /** Most planted bugs show in the small one already. */
  private static List<Scope> smallFirst(List<Scope> scopes) {
    var ordered = new ArrayList<>(scopes);
    ordered.add(0, ordered.remove(ordered.size() - 1));
    return ordered;
  }

  private long explore(List<Scope> scopes, Sabotage sabotage) throws InterruptedException {
    Progress progress = Progress.onStandardError();
    scopes.forEach(scope -> progress.say(scope.name() + ": " + scope.sentence()));
    BiConsumer<Scope, Long> through =
        (scope, states) -> progress.say("  %s: %,d states".formatted(scope.name(), states));
    ExplorationReport report =
        sabotage == Sabotage.NONE
            ? ExplorationReport.of(
                scopes, sabotage, Runtime.getRuntime().availableProcessors(), through)
            : ExplorationReport.untilOneIsViolated(scopes, sabotage, through);
    print(report.toJson(), report.toText());
    return report.violations();
  }

  private long walk(long count, Sabotage sabotage) {
    if (count < 1 || count > MAX_WALKS) {
      throw wrong("--walks must be 1 to " + MAX_WALKS + ", is " + count);
    }
    Progress progress = Progress.onStandardError();
    WalkReport report =
        Walks.walk(
            Scopes.forWalks(),
            sabotage,
            count,
            seed,
            done -> progress.say("  %,d walks".formatted(done)));
    print(report.toJson(), report.toText());
    return report.violations();
  }

  private void print(String line, String text) {
    PrintWriter out = spec.commandLine().getOut();
    out.print(json ? line + System.lineSeparator() : text);
    out.flush();
  }
}
