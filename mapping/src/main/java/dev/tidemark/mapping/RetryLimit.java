package dev.tidemark.mapping;

/**
 * How often an unchanged batch is tried again after the function failed (MaximumRetryAttempts).
 *
 * <p>N retries are N+1 invocations (recorded from AWS). Throttles and splits cost none (AWS docs).
 */
public sealed interface RetryLimit {

  /** Whether a batch that was invoked this often, each time in vain, may be invoked again. */
  boolean allowsMoreAfter(int invocations);

  /** Reads the number AWS uses: -1 is no limit, 0..10000 is that many retries. */
  static RetryLimit ofAttempts(int maximumRetryAttempts) {
    Range.check("maximumRetryAttempts", maximumRetryAttempts, -1, 10_000);
    return maximumRetryAttempts == -1 ? new Unlimited() : new AtMost(maximumRetryAttempts);
  }

  /** Until the records expire; the default. */
  record Unlimited() implements RetryLimit {
    @Override
    public boolean allowsMoreAfter(int invocations) {
      return true;
    }
  }

  /**
   * So many retries.
   *
   * @param retries 0..10000
   */
  record AtMost(int retries) implements RetryLimit {
    public AtMost {
      Range.check("maximumRetryAttempts", retries, 0, 10_000);
    }

    @Override
    public boolean allowsMoreAfter(int invocations) {
      return invocations <= retries;
    }
  }
}
