package dev.tidemark.change;

import dev.tidemark.ChangeCodec;
import dev.tidemark.ConsumerParts;
import dev.tidemark.DynamoDbChange;
import dev.tidemark.DynamoDbStreamConsumer;
import dev.tidemark.DynamoDbStreamRecord;
import dev.tidemark.Outcome;

/** The consumer of docs/dynamodb-streams.md. */
public class Magnitudes extends DynamoDbStreamConsumer<DynamoDbChange> {

  public Magnitudes() {
    super(ChangeCodec.changes());
  }

  @Override
  protected Outcome process(DynamoDbStreamRecord<DynamoDbChange> record) throws Exception {
    DynamoDbChange change = record.change();
    if (change.kind() == DynamoDbChange.Kind.REMOVE) {
      return Outcome.skip();
    }
    String magnitude = change.after("magnitude").orElseThrow().n();
    publish(change.key("id").s(), magnitude, record.idempotencyKey());
    return Outcome.done();
  }

  /** Tells the world. */
  protected void publish(String quake, String magnitude, String idempotencyKey) {}

  Magnitudes(ConsumerParts parts) {
    super(ChangeCodec.changes(), parts);
  }
}
