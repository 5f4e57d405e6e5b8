package dev.tidemark.idempotency;

import org.jspecify.annotations.Nullable;

/** What a producer sends, possibly twice: {@code id=what}. */
record Order(@Nullable String id, String what) {

  static Order parse(String text) {
    int separator = text.indexOf('=');
    return separator < 0
        ? new Order(null, text)
        : new Order(text.substring(0, separator), text.substring(separator + 1));
  }
}
