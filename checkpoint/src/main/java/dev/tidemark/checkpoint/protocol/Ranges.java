package dev.tidemark.checkpoint.protocol;

/** Says what is wrong with a setting that is out of its range. */
public final class Ranges {

  private Ranges() {}

  /**
   * @throws IllegalArgumentException naming the number, its value and what is allowed
   */
  public static <V extends Comparable<V>> void require(String name, V value, V min, V max) {
    if (value.compareTo(min) < 0 || value.compareTo(max) > 0) {
      throw new IllegalArgumentException(name + " must be " + min + " to " + max + ", is " + value);
    }
  }
}
