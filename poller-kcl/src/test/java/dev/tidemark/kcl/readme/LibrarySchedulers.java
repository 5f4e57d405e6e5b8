package dev.tidemark.kcl.readme;

import dev.tidemark.kcl.KclConsumer;
import software.amazon.kinesis.common.ConfigsBuilder;
import software.amazon.kinesis.coordinator.Scheduler;

/** How the library is set up, as docs/poller.md shows it. */
public final class LibrarySchedulers {

  private LibrarySchedulers() {}

  public static Scheduler usual(ConfigsBuilder configs) {
    return new Scheduler(
        configs.checkpointConfig(),
        configs.coordinatorConfig(),
        configs.leaseManagementConfig(),
        KclConsumer.keepingAggregates(configs.lifecycleConfig()),
        configs.metricsConfig(),
        configs.processorConfig(),
        configs.retrievalConfig());
  }
}
