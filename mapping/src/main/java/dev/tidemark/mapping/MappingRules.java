package dev.tidemark.mapping;

import java.util.Objects;

/**
 * All that decides what a {@link ShardMapping} does.
 *
 * @param source the shard and the function
 * @param settings as AWS knows them
 * @param open the choices AWS states nowhere
 * @param backOff the wait between deliveries
 */
public record MappingRules(
    ShardSource source, MappingSettings settings, OpenRules open, BackOff backOff) {
  public MappingRules {
    Objects.requireNonNull(source, "source");
    Objects.requireNonNull(settings, "settings");
    Objects.requireNonNull(open, "open");
    Objects.requireNonNull(backOff, "backOff");
  }

  /** These settings with the default open rules and the assumed back-off. */
  public static MappingRules of(ShardSource source, MappingSettings settings) {
    return new MappingRules(source, settings, OpenRules.DEFAULT, BackOff.assumed());
  }

  /** The same with other settings. */
  public MappingRules withSettings(MappingSettings changed) {
    return new MappingRules(source, changed, open, backOff);
  }

  /** The same with other choices. */
  public MappingRules withOpen(OpenRules changed) {
    return new MappingRules(source, settings, changed, backOff);
  }

  /** The same with another back-off. */
  public MappingRules withBackOff(BackOff changed) {
    return new MappingRules(source, settings, open, changed);
  }
}
