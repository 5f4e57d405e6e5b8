package dev.tidemark.cli.doctor;

import dev.tidemark.check.Check;
import dev.tidemark.check.Finding;
import dev.tidemark.check.Rule;
import dev.tidemark.check.StartRules;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** All rules that a deployment is held against. */
final class Rules {

  private static final List<Check<Deployment>> ALL =
      Stream.of(
              DiscardRules.all(),
              MappingRules.all(),
              FunctionRules.all(),
              StartRules.all().stream().map(check -> check.on(Deployment::view)).toList(),
              StreamRules.all(),
              TableRules.all(),
              BucketRules.all(),
              RoleRules.all())
          .flatMap(List::stream)
          .toList();

  private Rules() {}

  /** The rules, in the order in which they are told. */
  static List<Rule> all() {
    return ALL.stream().map(Check::rule).toList();
  }

  /** What is wrong with a deployment, in the order of the rules. */
  static List<Finding> broken(Deployment deployment) {
    return ALL.stream().map(check -> check.of(deployment)).flatMap(Optional::stream).toList();
  }
}
