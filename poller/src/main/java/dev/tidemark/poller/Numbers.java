package dev.tidemark.poller;

/** Says what is wrong with a number that is out of its range. */
final class Numbers {

  private Numbers() {}

  /**
   * @throws IllegalArgumentException naming the number, its value and what is allowed
   */
  static <V extends Comparable<V>> void require(String name, V value, V min, V max) {
    if (value.compareTo(min) < 0 || value.compareTo(max) > 0) {
      throw new IllegalArgumentException(name + " must be " + min + " to " + max + ", is " + value);
    }
  }
}
