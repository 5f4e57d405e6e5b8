package dev.tidemark.local;

import dev.tidemark.mapping.BackOff;
import dev.tidemark.mapping.OpenRules;
import java.time.Duration;
import java.util.Objects;

/**
 * How a {@link LocalEventSourceMapping} is run, beside the settings that AWS knows.
 *
 * @param openRules the choices AWS states nowhere
 * @param backOff the wait between deliveries of a failing batch
 * @param clock the time that ages and waits count in
 * @param pollInterval how long an empty shard is left alone; Lambda polls about once a second
 * @param listener told what happens
 */
public record LocalMappingOptions(
    OpenRules openRules,
    BackOff backOff,
    LocalClock clock,
    Duration pollInterval,
    MappingListener listener) {
  public LocalMappingOptions {
    Objects.requireNonNull(openRules, "openRules");
    Objects.requireNonNull(backOff, "backOff");
    Objects.requireNonNull(clock, "clock");
    Objects.requireNonNull(listener, "listener");
    if (!pollInterval.isPositive()) {
      throw new IllegalArgumentException("pollInterval must be positive, is " + pollInterval);
    }
  }

  /** The machine's time, a poll a second, and the open rules and back-off that are assumed. */
  public static LocalMappingOptions defaults() {
    return new LocalMappingOptions(
        OpenRules.DEFAULT,
        BackOff.assumed(),
        LocalClock.system(),
        Duration.ofSeconds(1),
        MappingListener.NONE);
  }

  /** With these choices where AWS states nothing. */
  public LocalMappingOptions withOpenRules(OpenRules rules) {
    return new LocalMappingOptions(rules, backOff, clock, pollInterval, listener);
  }

  /** With this wait between deliveries of a failing batch. */
  public LocalMappingOptions withBackOff(BackOff waits) {
    return new LocalMappingOptions(openRules, waits, clock, pollInterval, listener);
  }

  /** By this clock. */
  public LocalMappingOptions withClock(LocalClock time) {
    return new LocalMappingOptions(openRules, backOff, time, pollInterval, listener);
  }

  /** With this wait after a poll that brought nothing. */
  public LocalMappingOptions withPollInterval(Duration interval) {
    return new LocalMappingOptions(openRules, backOff, clock, interval, listener);
  }

  /** With this listener. */
  public LocalMappingOptions withListener(MappingListener told) {
    return new LocalMappingOptions(openRules, backOff, clock, pollInterval, told);
  }
}
