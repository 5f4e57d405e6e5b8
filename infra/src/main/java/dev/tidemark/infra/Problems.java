package dev.tidemark.infra;

import java.util.ArrayList;
import java.util.List;

/** Collects what is wrong with somebody's settings, to say all of it in one line. */
final class Problems {

  private final String of;
  private final List<String> found = new ArrayList<>();

  /**
   * @param of whose settings, as the user knows it
   */
  Problems(String of) {
    this.of = of;
  }

  void add(String problem) {
    found.add(problem);
  }

  void addUnless(boolean fine, String problem) {
    if (!fine) {
      add(problem);
    }
  }

  void range(String name, int value, int min, int max) {
    if (value < min || value > max) {
      add("%s is %d, allowed is %,d to %,d".formatted(name, value, min, max));
    }
  }

  /**
   * @throws IllegalArgumentException with one line that names all problems, when there are any
   */
  void reject() {
    if (!found.isEmpty()) {
      throw new IllegalArgumentException(of + ": " + String.join("; ", found));
    }
  }
}
