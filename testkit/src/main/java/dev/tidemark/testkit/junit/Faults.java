package dev.tidemark.testkit.junit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;

/** The faults of one run, and the count of the moments that have passed. Thread-safe. */
final class Faults {

  /** What happens to a process. */
  enum Trouble {
    CRASH,
    TIME_OUT,
    FREEZE
  }

  /** A fault that the test asked for. */
  record Planned(Moment moment, Trouble trouble) {
    boolean isAt(String point, int time) {
      return moment instanceof Moment.At at
          ? at.point().equals(point) && at.time() == time
          : moment instanceof Moment.Whenever whenever && whenever.point().equals(point);
    }

    @Override
    public String toString() {
      return trouble + " " + moment;
    }
  }

  private static final int RARITY = 8;

  private final List<Planned> plan;
  private final Set<Planned> happened = new HashSet<>();
  private final Map<String, Integer> reached = new HashMap<>();
  private final Random random;
  private int randomCrashesLeft;
  private int storeCalls;

  Faults(List<Planned> plan, int randomCrashes, long seed) {
    this.plan = List.copyOf(plan);
    this.randomCrashesLeft = randomCrashes;
    this.random = new Random(seed);
  }

  synchronized Optional<Trouble> reach(String point) {
    int time = reached.merge(point, 1, Integer::sum);
    return next(planned -> planned.isAt(point, time));
  }

  synchronized int nextStoreCall() {
    return ++storeCalls;
  }

  synchronized Optional<Trouble> beforeStoreCall(int number) {
    return next(planned -> planned.moment().equals(new Moment.BeforeStoreCall(number)));
  }

  synchronized Optional<Trouble> afterStoreCall(int number) {
    return next(planned -> planned.moment().equals(new Moment.AfterStoreCall(number)));
  }

  private Optional<Trouble> next(Predicate<Planned> now) {
    Optional<Planned> planned = plan.stream().filter(now).findFirst();
    planned.ifPresent(happened::add);
    if (planned.isEmpty() && randomCrashesLeft > 0 && random.nextInt(RARITY) == 0) {
      randomCrashesLeft--;
      return Optional.of(Trouble.CRASH);
    }
    return planned.map(Planned::trouble);
  }

  synchronized int timesReached(String point) {
    return reached.getOrDefault(point, 0);
  }

  synchronized int storeCalls() {
    return storeCalls;
  }

  /** The planned faults whose moment never came. */
  synchronized List<Planned> missed() {
    var missed = new ArrayList<>(plan);
    missed.removeAll(happened);
    return missed;
  }
}
