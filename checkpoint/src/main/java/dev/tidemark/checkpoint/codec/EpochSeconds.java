package dev.tidemark.checkpoint.codec;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;

/** Times as decimal numbers of seconds since 1970, to the last nanosecond. */
public final class EpochSeconds {

  /** How many decimal places a time has at most. */
  public static final int SCALE = 9;

  private EpochSeconds() {}

  /** The time as a number with {@value #SCALE} places. */
  public static BigDecimal number(Instant time) {
    return BigDecimal.valueOf(time.getEpochSecond())
        .add(BigDecimal.valueOf(time.getNano(), SCALE))
        .setScale(SCALE);
  }

  /** The time as a number without trailing zeros: one in milliseconds takes 14 characters. */
  public static String text(Instant time) {
    BigDecimal seconds = number(time);
    return seconds.signum() == 0 ? "0" : seconds.stripTrailingZeros().toPlainString();
  }

  /**
   * Reads what {@link #number} wrote.
   *
   * @throws IllegalArgumentException when the number is no time
   */
  public static Instant time(BigDecimal seconds) {
    try {
      BigDecimal[] parts = seconds.divideAndRemainder(BigDecimal.ONE);
      long nanos = parts[1].movePointRight(SCALE).longValueExact();
      return Instant.ofEpochSecond(parts[0].longValueExact(), nanos);
    } catch (ArithmeticException | DateTimeException e) {
      throw new IllegalArgumentException("not a time in epoch seconds: '" + seconds + "'", e);
    }
  }

  /**
   * Reads what {@link #text} wrote.
   *
   * @throws IllegalArgumentException when the text is no time
   */
  public static Instant time(String seconds) {
    return time(new BigDecimal(seconds));
  }
}
