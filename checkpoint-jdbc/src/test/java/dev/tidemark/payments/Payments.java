package dev.tidemark.payments;

import dev.tidemark.ConsumerParts;
import dev.tidemark.ConsumerSettings;
import dev.tidemark.KinesisConsumer;
import dev.tidemark.KinesisRecord;
import dev.tidemark.Outcome;
import dev.tidemark.RecordCodec;
import dev.tidemark.checkpoint.jdbc.CheckpointTables;
import dev.tidemark.checkpoint.jdbc.Dialect;
import dev.tidemark.checkpoint.jdbc.JdbcEffects;
import dev.tidemark.checkpoint.jdbc.JdbcStatusStore;
import dev.tidemark.checkpoint.store.PayloadStore;
import javax.sql.DataSource;

/** The consumer that docs/jdbc.md shows. */
public class Payments extends KinesisConsumer<String> {

  public Payments(ConsumerSettings settings, DataSource database, PayloadStore payloads) {
    super(
        RecordCodec.utf8(),
        ConsumerParts.of(
            settings,
            new JdbcStatusStore(database, new CheckpointTables(Dialect.POSTGRESQL, "tidemark_")),
            payloads));
  }

  @Override
  protected Outcome process(KinesisRecord<String> payment) {
    long cents = Long.parseLong(payment.value());
    return Outcome.done(
        JdbcEffects.updateOne(
                "UPDATE account SET balance = balance + ? WHERE id = ?",
                cents,
                payment.partitionKey())
            .then(JdbcEffects.update("INSERT INTO payment (cents) VALUES (?)", cents)));
  }
}
