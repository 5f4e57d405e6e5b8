package dev.tidemark.checkpoint.store;

import java.util.Objects;
import java.util.regex.Pattern;

/**
 * The key of a payload object: segments of {@code a-z A-Z 0-9 . _ = -} with slashes between them,
 * at most {@value #MAX_LENGTH} characters.
 */
public record ObjectKey(String value) implements Comparable<ObjectKey> {

  /** S3 allows 1,024 bytes; what is left over is for the store's prefix. */
  public static final int MAX_LENGTH = 900;

  private static final Pattern ALLOWED =
      Pattern.compile("[a-zA-Z0-9_=-][a-zA-Z0-9._=-]*(/[a-zA-Z0-9_=-][a-zA-Z0-9._=-]*)*");

  /**
   * @throws IllegalArgumentException when the key is empty, too long or has another character
   */
  public ObjectKey {
    Objects.requireNonNull(value);
    if (value.length() > MAX_LENGTH || !ALLOWED.matcher(value).matches()) {
      throw new IllegalArgumentException("not an object key: '" + value + "'");
    }
  }

  @Override
  public int compareTo(ObjectKey other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
