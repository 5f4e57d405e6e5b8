package dev.tidemark;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Reads settings from the environment and collects what is wrong with them. Not thread-safe. */
final class EnvironmentVariables {

  /** What a name may look like. */
  static final String NAME = "[a-zA-Z0-9._-]{1,128}";

  private static final String PREFIX = "TIDEMARK_";

  private final Map<String, String> environment;
  private final Set<String> asked = new HashSet<>();
  private final List<String> problems = new ArrayList<>();

  EnvironmentVariables(Map<String, String> environment) {
    this.environment = environment;
  }

  private Optional<String> value(String name) {
    asked.add(name);
    return Optional.ofNullable(environment.get(name)).map(String::strip).filter(v -> !v.isEmpty());
  }

  String required(String name, String what) {
    return value(name).orElseGet(() -> missing(name, what));
  }

  String missing(String name, String what) {
    problems.add(name + " is not set: it names " + what);
    return "missing";
  }

  Optional<String> name(String name) {
    Optional<String> value = value(name);
    value
        .filter(v -> !v.matches(NAME))
        .ifPresent(v -> reject(name, v, "1 to 128 characters of a-z A-Z 0-9 . _ -"));
    return value;
  }

  String prefix(String name) {
    String prefix = value(name).orElse("");
    if (!prefix.matches("([a-zA-Z0-9._=-]{1,64}/){0,3}")) {
      reject(name, prefix, "nothing, or up to three words that each end in a slash");
    }
    return prefix;
  }

  int number(String name, int standard, int min, int max) {
    Optional<String> text = value(name);
    if (text.isEmpty()) {
      return standard;
    }
    int number;
    try {
      number = Integer.parseInt(text.get());
    } catch (NumberFormatException e) {
      number = min - 1;
    }
    if (number < min || number > max) {
      reject(
          name,
          text.get(),
          min == max ? "only " + min : "a whole number from " + min + " to " + max);
      return standard;
    }
    return number;
  }

  Optional<Instant> time(String name) {
    Optional<String> text = value(name);
    try {
      return text.map(Instant::parse);
    } catch (DateTimeParseException e) {
      reject(name, text.orElse(""), "a time like 2026-01-31T12:00:00Z");
      return Optional.empty();
    }
  }

  <E extends Enum<E>> E choice(String name, E standard) {
    Optional<String> text = value(name);
    if (text.isEmpty()) {
      return standard;
    }
    E[] choices = standard.getDeclaringClass().getEnumConstants();
    for (E choice : choices) {
      if (word(choice).equals(text.get().toLowerCase(Locale.ROOT))) {
        return choice;
      }
    }
    reject(
        name,
        text.get(),
        "one of " + Arrays.stream(choices).map(c -> word(c)).collect(Collectors.joining(", ")));
    return standard;
  }

  private static String word(Enum<?> choice) {
    return choice.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private void reject(String name, String value, String allowed) {
    problems.add(name + " is '" + value + "', allowed is " + allowed);
  }

  /**
   * @throws SettingsException when anything was wrong, or a variable has our prefix and is unknown
   */
  void rejectProblems() {
    for (String name : new TreeSet<>(environment.keySet())) {
      if (name.startsWith(PREFIX) && !asked.contains(name)) {
        problems.add(
            name
                + " is set and unknown; known are "
                + asked.stream().sorted().collect(Collectors.joining(", ")));
      }
    }
    if (!problems.isEmpty()) {
      throw new SettingsException(problems);
    }
  }
}
