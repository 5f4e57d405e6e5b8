package dev.tidemark.local;

/**
 * What a {@link LocalFunction} has done so far.
 *
 * @param invocations that ended, however they did
 * @param coldStarts processes that were started
 * @param errors invocations whose handler threw
 * @param timeouts invocations that passed their deadline
 * @param crashes invocations whose process ended, for want of memory or otherwise
 * @param initFailures processes that did not get as far as asking for an invocation
 */
public record FunctionCounters(
    long invocations,
    long coldStarts,
    long errors,
    long timeouts,
    long crashes,
    long initFailures) {

  static final FunctionCounters NONE = new FunctionCounters(0, 0, 0, 0, 0, 0);

  FunctionCounters withColdStart() {
    return new FunctionCounters(
        invocations, coldStarts + 1, errors, timeouts, crashes, initFailures);
  }

  FunctionCounters with(FunctionResult result) {
    long all = invocations + 1;
    return switch (result) {
      case FunctionResult.Returned returned ->
          new FunctionCounters(all, coldStarts, errors, timeouts, crashes, initFailures);
      case FunctionResult.FunctionError error ->
          new FunctionCounters(all, coldStarts, errors + 1, timeouts, crashes, initFailures);
      case FunctionResult.TimedOut timedOut ->
          new FunctionCounters(all, coldStarts, errors, timeouts + 1, crashes, initFailures);
      case FunctionResult.Crashed crashed ->
          new FunctionCounters(all, coldStarts, errors, timeouts, crashes + 1, initFailures);
      case FunctionResult.OutOfMemory outOfMemory ->
          new FunctionCounters(all, coldStarts, errors, timeouts, crashes + 1, initFailures);
      case FunctionResult.InitFailed failed ->
          new FunctionCounters(all, coldStarts, errors, timeouts, crashes, initFailures + 1);
    };
  }
}
