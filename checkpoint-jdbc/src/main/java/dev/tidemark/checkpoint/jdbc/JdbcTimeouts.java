package dev.tidemark.checkpoint.jdbc;

import java.time.Duration;

/**
 * How long a transaction waits. Each is 1 second to 10 minutes, and none is longer than the next.
 *
 * @param lock for a lock that another transaction holds; on MySQL and MariaDB the limit of the
 *     statement holds for this, too
 * @param statement for one statement to end
 * @param network for an answer of the server; afterwards the connection is given up
 */
public record JdbcTimeouts(Duration lock, Duration statement, Duration network) {

  private static final Duration SHORTEST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofMinutes(10);

  /** 3 seconds for a lock, 4 for a statement, 5 for the network, as long as an engine waits. */
  public static final JdbcTimeouts DEFAULT =
      new JdbcTimeouts(Duration.ofSeconds(3), Duration.ofSeconds(4), Duration.ofSeconds(5));

  /**
   * @throws IllegalArgumentException when one is out of range or longer than the next
   */
  public JdbcTimeouts {
    if (lock.compareTo(SHORTEST) < 0
        || lock.compareTo(statement) > 0
        || statement.compareTo(network) > 0
        || network.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          "time-outs must be 1 second to 10 minutes, and lock <= statement <= network: "
              + lock
              + ", "
              + statement
              + ", "
              + network);
    }
  }

  int statementSeconds() {
    return Math.toIntExact(statement.toSeconds());
  }

  int networkMillis() {
    return Math.toIntExact(network.toMillis());
  }
}
