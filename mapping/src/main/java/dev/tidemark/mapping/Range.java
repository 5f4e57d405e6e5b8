package dev.tidemark.mapping;

/** The check of a setting against the range AWS allows. */
final class Range {
  private Range() {}

  static void check(String setting, long value, long least, long most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          setting + " must be " + least + ".." + most + ", is " + value);
    }
  }
}
