package dev.tidemark.testkit;

import dev.tidemark.checkpoint.ClaimId;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * Claim ids that count up: {@code prefix-1}, {@code prefix-2} and so on.
 *
 * <p>Thread-safe: no id is given twice. Sources with different prefixes never give the same id.
 */
public final class SequentialIds implements Supplier<ClaimId> {

  private final String prefix;
  private final AtomicLong last = new AtomicLong();

  /**
   * @param prefix characters that a claim id may have, at most 40
   * @throws IllegalArgumentException when the prefix does not make a claim id
   */
  public SequentialIds(String prefix) {
    Objects.requireNonNull(prefix);
    if (prefix.length() > 40) {
      throw new IllegalArgumentException("prefix is longer than 40 characters: '" + prefix + "'");
    }
    this.prefix = new ClaimId(prefix).value();
  }

  @Override
  public ClaimId get() {
    return new ClaimId(prefix + '-' + last.incrementAndGet());
  }
}
