package dev.tidemark.readme;

import dev.tidemark.ConsumerParts;
import dev.tidemark.KinesisConsumer;
import dev.tidemark.KinesisRecord;
import dev.tidemark.Outcome;
import dev.tidemark.RecordCodec;
import java.util.function.Consumer;

/** The consumer that the README shows. */
public class Orders extends KinesisConsumer<String> {

  public Orders() {
    super(RecordCodec.utf8());
  }

  @Override
  protected Outcome process(KinesisRecord<String> order) throws Exception {
    if (order.value().isBlank()) {
      return Outcome.skip();
    }
    ship(order.value(), order.idempotencyKey());
    return Outcome.done();
  }

  private Consumer<String> shipping = order -> {};

  Orders(ConsumerParts parts, Consumer<String> shipping) {
    super(RecordCodec.utf8(), parts);
    this.shipping = shipping;
  }

  private void ship(String order, String idempotencyKey) {
    if (idempotencyKey.isEmpty()) {
      throw new IllegalArgumentException("every record has a key");
    }
    shipping.accept(order);
  }
}
