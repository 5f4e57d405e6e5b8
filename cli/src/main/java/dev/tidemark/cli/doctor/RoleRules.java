package dev.tidemark.cli.doctor;

import dev.tidemark.check.Check;
import dev.tidemark.check.Check.Breach;
import dev.tidemark.check.Cost;
import dev.tidemark.check.Rule;
import dev.tidemark.cli.doctor.RoleFacts.Need;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Rules about what the function's role may do. */
final class RoleRules {

  private RoleRules() {}

  static List<Check<Deployment>> all() {
    return List.of(
        of(
            Rule.unsafe(
                "permission-missing",
                "What the consumer or its mapping has to do is denied",
                "the role's policies",
                Cost.BLOCK,
                Cost.LOSS),
            role -> breach(role.denied(), "the role may not %s", "allow %s")),
        of(
            Rule.warning(
                "role-too-wide",
                "The function may destroy what it never touches",
                "the role's policies",
                Cost.EXPOSURE,
                Cost.LOSS),
            role -> breach(role.excess(), "the role may %s", "do not allow %s")));
  }

  private static Check<Deployment> of(Rule rule, Function<RoleFacts, Optional<Breach>> look) {
    return new Check<>(rule, look).on(deployment -> deployment.role().found());
  }

  private static Optional<Breach> breach(List<Need> needs, String found, String change) {
    if (needs.isEmpty()) {
      return Optional.empty();
    }
    String actions = needs.stream().map(Need::action).distinct().collect(Collectors.joining(", "));
    String all = needs.stream().map(Need::toString).collect(Collectors.joining(", "));
    return Optional.of(new Breach(found.formatted(all), change.formatted(actions)));
  }
}
