package dev.tidemark.example;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What goes wrong with a quake on purpose, to see how the consumer comes through. */
public enum Drill {
  /** Every attempt fails. */
  FAIL_ALWAYS,
  /** The first two attempts fail. */
  FAIL_TWICE,
  /** The first time, the handler never returns. */
  HANG_ONCE,
  /** The first time, the process dies. */
  CRASH_ONCE;

  /** The word that stands for it in a record, for example {@code fail-always}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * Reads what {@link #word()} wrote.
   *
   * @throws IllegalArgumentException when there is no such drill
   */
  public static Drill ofWord(String word) {
    return Arrays.stream(values())
        .filter(drill -> drill.word().equals(word))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "there is no drill '"
                        + word
                        + "', only "
                        + Arrays.stream(values())
                            .map(Drill::word)
                            .collect(Collectors.joining(", "))));
  }
}
