package dev.tidemark;

import java.util.List;

/**
 * A consumer cannot start with these settings. The message names each bad setting, its value and
 * what is allowed.
 */
public final class SettingsException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient List<String> problems;

  public SettingsException(List<String> problems) {
    super(
        problems.size() == 1
            ? "Tidemark cannot start: " + problems.get(0)
            : "Tidemark cannot start:\n  " + String.join("\n  ", problems));
    this.problems = List.copyOf(problems);
  }

  /** What is wrong, a line each. */
  public List<String> problems() {
    return problems;
  }
}
