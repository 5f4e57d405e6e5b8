package dev.tidemark.checkpoint;

import java.util.regex.Pattern;

/**
 * Names one claim by one invocation, and so its owner. Never used twice: every claim and every
 * takeover draws a new one, so that a write whose reply was lost can be told from anybody else's.
 *
 * @param value 1 to 64 characters of {@code a-z A-Z 0-9 -}
 */
public record ClaimId(String value) implements Comparable<ClaimId> {

  private static final Pattern ALLOWED = Pattern.compile("[a-zA-Z0-9-]{1,64}");

  /**
   * @throws IllegalArgumentException when the value is empty, too long or has another character
   */
  public ClaimId {
    if (!ALLOWED.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "a claim id is 1 to 64 characters of a-z A-Z 0-9 -, got '" + value + "'");
    }
  }

  @Override
  public int compareTo(ClaimId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
