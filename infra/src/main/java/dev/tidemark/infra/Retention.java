package dev.tidemark.infra;

import java.util.Optional;
import software.amazon.awscdk.Token;
import software.amazon.awscdk.services.kinesis.CfnStream;
import software.amazon.awscdk.services.kinesis.IStream;

/**
 * How long the stream keeps a record, and what follows from it.
 *
 * <p>Kinesis keeps records for 24 hours unless told otherwise, and for at most 8,760 (<a
 * href="https://docs.aws.amazon.com/streams/latest/dev/kinesis-extended-retention.html">Change the
 * data retention period</a>); an event source mapping takes ages up to 604,800 seconds (<a
 * href="https://docs.aws.amazon.com/lambda/latest/api/API_CreateEventSourceMapping.html">
 * CreateEventSourceMapping</a>).
 *
 * @param chosen what the user says, in hours
 * @param known what the stream says, in hours, when it is made in the same app
 */
record Retention(Optional<Integer> chosen, Optional<Integer> known) {

  private static final int SHORTEST_HOURS = 24;
  private static final int LONGEST_HOURS = 8_760;

  /** Time for the mapping to read what it gives up, before the stream drops it. */
  private static final int MARGIN_HOURS = 4;

  private static final int LONGEST_RECORD_AGE_SECONDS = 604_800;
  private static final int HOURS_A_DAY = 24;
  private static final int SECONDS_AN_HOUR = 3_600;
  private static final int MILLIS_A_SECOND = 1_000;

  static Retention of(TidemarkConsumerProps props) {
    return new Retention(
        props.streamRetention().map(duration -> duration.toHours().intValue()),
        hours(props.stream()));
  }

  private static Optional<Integer> hours(IStream stream) {
    if (!(stream.getNode().getDefaultChild() instanceof CfnStream made)) {
      return Optional.empty();
    }
    Number hours = made.getRetentionPeriodHours();
    if (hours == null) {
      return Optional.of(SHORTEST_HOURS);
    }
    return Token.isUnresolved(hours) ? Optional.empty() : Optional.of(hours.intValue());
  }

  int hours() {
    return known.or(() -> chosen).orElse(SHORTEST_HOURS);
  }

  /** The age in seconds at which the mapping gives a record up. */
  int maximumRecordAge() {
    return Math.min((hours() - MARGIN_HOURS) * SECONDS_AN_HOUR, LONGEST_RECORD_AGE_SECONDS);
  }

  /** The age in milliseconds, half of the retention, at which the alarm goes off. */
  long alarmingAge() {
    return (long) hours() * SECONDS_AN_HOUR * MILLIS_A_SECOND / 2;
  }

  void check(Problems problems, int checkpointDays) {
    chosen.ifPresent(
        hours -> problems.range("streamRetention in hours", hours, SHORTEST_HOURS, LONGEST_HOURS));
    if (chosen.isPresent() && known.isPresent() && !chosen.equals(known)) {
      problems.add(
          "streamRetention is %d hours, but the stream keeps records for %d: leave it out"
              .formatted(chosen.get(), known.get()));
    }
    // A stream without a record's row would run it again if the row went first.
    problems.addUnless(
        checkpointDays * HOURS_A_DAY > hours(),
        "checkpointDays is %d, but the stream keeps records for %d hours: set it to %d or more"
            .formatted(checkpointDays, hours(), hours() / HOURS_A_DAY + 1));
  }
}
