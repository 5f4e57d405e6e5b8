package dev.tidemark.engine;

import dev.tidemark.checkpoint.ClaimId;
import java.security.SecureRandom;
import java.util.random.RandomGenerator;

/**
 * Makes claim ids from request ids. Thread-safe.
 *
 * <p>The request id makes a row lead to the log of the invocation that wrote it. The random part
 * keeps ids apart when a runtime hands out the same request again after a crash.
 */
public final class ClaimIds {

  private static final int RANDOM_LENGTH = 6;
  private static final int RADIX = 36;
  private static final int LONGEST_REQUEST_ID = 40;

  private final RandomGenerator random;

  public ClaimIds() {
    this(new SecureRandom());
  }

  ClaimIds(RandomGenerator random) {
    this.random = random;
  }

  /** A new claim id; characters of the request id that a claim id cannot hold are left out. */
  public ClaimId next(String requestId) {
    var id = new StringBuilder(LONGEST_REQUEST_ID + RANDOM_LENGTH + 1);
    for (int i = 0; i < requestId.length() && id.length() < LONGEST_REQUEST_ID; i++) {
      char c = requestId.charAt(i);
      if ((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) {
        id.append(c);
      }
    }
    id.append('-');
    for (int i = 0; i < RANDOM_LENGTH; i++) {
      id.append(Character.forDigit(random.nextInt(RADIX), RADIX));
    }
    return new ClaimId(id.toString());
  }
}
