package dev.tidemark.cli.doctor;

import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * What came of reading something from AWS.
 *
 * @param <T> what was to be read
 */
sealed interface Reading<T> {

  /** It was read. */
  record Found<T>(T value) implements Reading<T> {
    public Found {
      Objects.requireNonNull(value);
    }
  }

  /**
   * It does not exist.
   *
   * @param what was looked for
   */
  record Absent<T>(String what) implements Reading<T> {}

  /**
   * It could not be read, so nothing can be said of it.
   *
   * @param what was to be read
   * @param why not, in one line
   */
  record Unreadable<T>(String what, String why) implements Reading<T> {}

  /** There was no reason to read it, as what it belongs to is not there. */
  record NotAsked<T>() implements Reading<T> {}

  /** What was read, if it was. */
  default Optional<T> found() {
    return this instanceof Found<T>(T value) ? Optional.of(value) : Optional.empty();
  }

  /** Whether it was read and holds. */
  default boolean is(Predicate<T> what) {
    return found().filter(what).isPresent();
  }

  /** A part of what was read. */
  default <P> Reading<P> map(Function<T, P> part) {
    return switch (this) {
      case Found<T>(T value) -> new Found<>(part.apply(value));
      case Absent<T>(String what) -> new Absent<>(what);
      case Unreadable<T>(String what, String why) -> new Unreadable<>(what, why);
      case NotAsked<T>() -> new NotAsked<>();
    };
  }
}
