package dev.tidemark.poller.readme;

import dev.tidemark.ConsumerParts;
import dev.tidemark.KinesisConsumer;
import dev.tidemark.KinesisRecord;
import dev.tidemark.Outcome;
import dev.tidemark.RecordCodec;
import dev.tidemark.poller.Poller;
import dev.tidemark.poller.PollerEnvironment;

/** The consumer that docs/poller.md shows. */
public class Orders extends KinesisConsumer<String> {

  public Orders(ConsumerParts parts) {
    super(RecordCodec.utf8(), parts);
  }

  @Override
  protected Outcome process(KinesisRecord<String> order) {
    System.out.println("ship " + order.value());
    return Outcome.done();
  }

  public static void main(String[] arguments) throws InterruptedException {
    try (Poller poller = Poller.records(PollerEnvironment.read().parts(), Orders::new)) {
      poller.stoppingWithTheProcess().awaitEnd();
    }
  }
}
