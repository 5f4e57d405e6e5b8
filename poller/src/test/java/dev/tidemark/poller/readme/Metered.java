package dev.tidemark.poller.readme;

import dev.tidemark.BatchMetrics;
import dev.tidemark.ConsumerParts;
import dev.tidemark.poller.Poller;
import dev.tidemark.poller.PollerEnvironment;
import dev.tidemark.poller.PollerParts;

/** The metrics of docs/poller.md. */
public final class Metered {

  private Metered() {}

  public static void main(String[] arguments) throws InterruptedException {
    PollerParts parts = PollerEnvironment.read().parts();
    ConsumerParts consumer =
        parts.consumer().withCheckpointListener(new BatchMetrics(System.out::println));
    try (Poller poller = Poller.records(parts.withConsumer(consumer), Orders::new)) {
      poller.stoppingWithTheProcess().awaitEnd();
    }
  }
}
