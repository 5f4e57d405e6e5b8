package dev.tidemark.infra;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Reads parameters by name and collects what is wrong with them. Not thread-safe. */
final class ParameterReader {

  private final Map<String, String> values;
  private final TreeSet<String> known = new TreeSet<>();
  private final Problems problems = new Problems("parameters");

  ParameterReader(Map<String, String> values) {
    this.values = values;
  }

  private Optional<String> value(String name) {
    known.add(name);
    return Optional.ofNullable(values.get(name)).filter(value -> !value.isEmpty());
  }

  int number(String name, int standard, int min, int max) {
    Optional<String> text = value(name);
    if (text.isEmpty()) {
      return standard;
    }
    try {
      int number = Integer.parseInt(text.get());
      problems.range(name, number, min, max);
      return number;
    } catch (NumberFormatException e) {
      problems.add("%s is '%s', allowed is %,d to %,d".formatted(name, text.get(), min, max));
      return standard;
    }
  }

  /** One of these words; the first is the default. */
  String oneOf(String name, String standard, String... others) {
    List<String> allowed = Stream.concat(Stream.of(standard), Arrays.stream(others)).toList();
    String text = value(name).orElse(standard);
    problems.addUnless(
        allowed.contains(text),
        "%s is '%s', allowed is one of %s".formatted(name, text, String.join(", ", allowed)));
    return text;
  }

  /** One of these numbers; the first is the default. */
  int oneOf(String name, int standard, int... others) {
    String[] words = IntStream.of(others).mapToObj(Integer::toString).toArray(String[]::new);
    String word = oneOf(name, Integer.toString(standard), words);
    return Arrays.asList(words).contains(word) ? Integer.parseInt(word) : standard;
  }

  <E extends Enum<E>> E choice(String name, E standard) {
    E[] choices = standard.getDeclaringClass().getEnumConstants();
    String[] words = Arrays.stream(choices).map(ParameterReader::word).toArray(String[]::new);
    String word = oneOf(name, word(standard), words);
    return Arrays.stream(choices)
        .filter(choice -> word(choice).equals(word))
        .findFirst()
        .orElse(standard);
  }

  /** As a word of a setting. */
  static String word(Enum<?> choice) {
    return choice.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  String text(String name, String standard, String pattern) {
    String text = value(name).orElse(standard);
    problems.addUnless(
        text.matches(pattern), "%s is '%s', allowed is %s".formatted(name, text, pattern));
    return text;
  }

  Optional<String> optional(String name, String pattern) {
    return value(name).map(there -> text(name, there, pattern));
  }

  /** Every name that was asked for. */
  Set<String> known() {
    return Set.copyOf(known);
  }

  /**
   * @throws IllegalArgumentException when anything was wrong, or a name is unknown
   */
  void reject() {
    for (String name : new TreeSet<>(values.keySet())) {
      problems.addUnless(
          known.contains(name),
          "there is no %s, there are %s".formatted(name, String.join(", ", known)));
    }
    problems.reject();
  }
}
