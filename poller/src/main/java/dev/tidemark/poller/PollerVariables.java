package dev.tidemark.poller;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Reads the poller's variables and collects what is wrong with them. Not thread-safe. */
final class PollerVariables {

  static final String PREFIX = "TIDEMARK_POLLER_";

  private final Map<String, String> environment;
  private final Set<String> asked = new HashSet<>();
  private final List<String> problems = new ArrayList<>();

  PollerVariables(Map<String, String> environment) {
    this.environment = environment;
  }

  Optional<String> text(String name) {
    asked.add(name);
    return Optional.ofNullable(environment.get(name)).map(String::strip).filter(v -> !v.isEmpty());
  }

  void problem(String problem) {
    problems.add(problem);
  }

  void reject(String name, String value, String allowed) {
    problem(name + " is '" + value + "', allowed is " + allowed);
  }

  int number(String name, int standard, int min, int max) {
    Optional<String> text = text(name);
    if (text.isEmpty()) {
      return standard;
    }
    long number = Long.MIN_VALUE;
    if (text.get().matches("[0-9]{1,18}")) {
      number = Long.parseLong(text.get());
    }
    if (number < min || number > max) {
      reject(name, text.get(), "a whole number from " + min + " to " + max);
      return standard;
    }
    return (int) number;
  }

  Duration millis(String name, Duration standard, int min, int max) {
    return Duration.ofMillis(number(name, (int) standard.toMillis(), min, max));
  }

  String choice(String name, String standard, List<String> allowed) {
    String value = text(name).orElse(standard);
    if (!allowed.contains(value)) {
      reject(name, value, "one of " + String.join(", ", allowed));
      return standard;
    }
    return value;
  }

  /** What was wrong, with the variables that have our prefix and that nobody has asked for. */
  List<String> problems() {
    var all = new ArrayList<>(problems);
    for (String name : new TreeSet<>(environment.keySet())) {
      if (name.startsWith(PREFIX) && !asked.contains(name)) {
        all.add(
            name
                + " is set and unknown; known are "
                + asked.stream()
                    .filter(known -> known.startsWith(PREFIX))
                    .sorted()
                    .collect(Collectors.joining(", ")));
      }
    }
    return all;
  }
}
