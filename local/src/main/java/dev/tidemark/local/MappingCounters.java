package dev.tidemark.local;

/**
 * What a {@link LocalEventSourceMapping} has done so far; {@link LocalFunction#counters} has the
 * cold starts, time-outs and crashes.
 *
 * @param invocations of the function
 * @param recordsDelivered records in those invocations, each as often as it was delivered
 * @param recordsMovedPast records that are accounted for
 * @param destinationMessages messages sent to the on-failure destination
 * @param problems polls and messages that failed
 */
public record MappingCounters(
    long invocations,
    long recordsDelivered,
    long recordsMovedPast,
    long destinationMessages,
    long problems) {
  static final MappingCounters NONE = new MappingCounters(0, 0, 0, 0, 0);

  MappingCounters plus(MappingCounters more) {
    return new MappingCounters(
        invocations + more.invocations,
        recordsDelivered + more.recordsDelivered,
        recordsMovedPast + more.recordsMovedPast,
        destinationMessages + more.destinationMessages,
        problems + more.problems);
  }
}
