package dev.tidemark.check;

import java.util.Locale;

/** How bad it is. */
public enum Severity {
  /** Works, until something else goes wrong. */
  WARNING,
  /** Loses records or stops the stream by itself. */
  UNSAFE;

  /** As shown to a person, for example {@code unsafe}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
