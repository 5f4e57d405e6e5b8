package dev.tidemark.testkit.junit;

import dev.tidemark.mapping.MappingSettings;
import dev.tidemark.mapping.OpenRules;
import dev.tidemark.testkit.fault.Fault;
import dev.tidemark.testkit.fault.FaultScript;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How a run is to go: what stays for the next run, and the troubles, which do not. */
record RunPlan(
    MappingSettings settings,
    OpenRules open,
    Duration timeout,
    long seed,
    Optional<Integer> bound,
    Troubles troubles) {

  /** What goes wrong. */
  record Troubles(
      List<Faults.Planned> planned, int randomCrashes, FaultScript stores, Redelivery redelivery) {

    static final Troubles NONE = new Troubles(List.of(), 0, call -> Fault.NONE, Redelivery.NONE);

    Troubles {
      planned = List.copyOf(planned);
    }
  }

  static final RunPlan DEFAULT =
      new RunPlan(
          TestStream.settings(),
          OpenRules.DEFAULT,
          Duration.ofMinutes(1),
          0,
          Optional.empty(),
          Troubles.NONE);

  int boundFor(int records) {
    return bound.orElse(500 + 20 * records);
  }

  Faults faults() {
    return new Faults(troubles.planned(), troubles.randomCrashes(), seed);
  }

  RunPlan with(MappingSettings changed) {
    return new RunPlan(changed, open, timeout, seed, bound, troubles);
  }

  RunPlan with(OpenRules changed) {
    return new RunPlan(settings, changed, timeout, seed, bound, troubles);
  }

  RunPlan withTimeout(Duration changed) {
    return new RunPlan(settings, open, changed, seed, bound, troubles);
  }

  RunPlan withSeed(long changed) {
    return new RunPlan(settings, open, timeout, changed, bound, troubles);
  }

  RunPlan withBound(int changed) {
    return new RunPlan(settings, open, timeout, seed, Optional.of(changed), troubles);
  }

  RunPlan with(Faults.Planned fault) {
    var planned = new ArrayList<>(troubles.planned());
    planned.add(fault);
    return with(
        new Troubles(planned, troubles.randomCrashes(), troubles.stores(), troubles.redelivery()));
  }

  RunPlan withRandomCrashes(int atMost) {
    return with(new Troubles(troubles.planned(), atMost, troubles.stores(), troubles.redelivery()));
  }

  RunPlan with(FaultScript script) {
    return with(
        new Troubles(troubles.planned(), troubles.randomCrashes(), script, troubles.redelivery()));
  }

  RunPlan with(Redelivery redelivery) {
    return with(
        new Troubles(troubles.planned(), troubles.randomCrashes(), troubles.stores(), redelivery));
  }

  RunPlan withoutFaults() {
    return with(Troubles.NONE);
  }

  private RunPlan with(Troubles changed) {
    return new RunPlan(settings, open, timeout, seed, bound, changed);
  }
}
