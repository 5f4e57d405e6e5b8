package dev.tidemark.poller.lease;

/**
 * One run of one process that reads shards. Never used again: a process that starts anew is another
 * worker.
 *
 * @param value 1 to 128 characters of {@code a-z A-Z 0-9 . _ -}
 */
public record WorkerId(String value) implements Comparable<WorkerId> {

  /**
   * @throws IllegalArgumentException when it is empty, too long or has another character
   */
  public WorkerId {
    if (!value.matches("[a-zA-Z0-9._-]{1,128}")) {
      throw new IllegalArgumentException(
          "a worker's id is 1 to 128 characters of a-z A-Z 0-9 . _ -, got '" + value + "'");
    }
  }

  @Override
  public int compareTo(WorkerId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
