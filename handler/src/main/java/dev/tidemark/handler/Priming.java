package dev.tidemark.handler;

import dev.tidemark.ConsumerParts;
import dev.tidemark.checkpoint.ClaimId;
import dev.tidemark.checkpoint.store.BatchRow;
import dev.tidemark.checkpoint.store.ObjectKey;
import dev.tidemark.checkpoint.store.StoreException;
import dev.tidemark.engine.ClaimIds;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.crac.Context;
import org.crac.Core;
import org.crac.Resource;

/**
 * Goes through what a first batch needs before a snapshot of the process is taken, so that a
 * process restored from it has loaded it: rehearses a batch without stores, and sends the stores
 * what they refuse, since it is about a batch that is not there. It writes nothing.
 *
 * <p>Lambda SnapStart calls it; see <a
 * href="https://docs.aws.amazon.com/lambda/latest/dg/snapstart-runtime-hooks-java.html">its runtime
 * hooks</a>.
 */
final class Priming implements Resource {

  private static final String EVENT =
      """
      {"Records":[{"kinesis":{"kinesisSchemaVersion":"1.0","partitionKey":"key",\
      "sequenceNumber":"1","data":"cHJpbWluZw==","approximateArrivalTimestamp":1.5},\
      "eventSource":"aws:kinesis","eventVersion":"1.0","eventID":"priming:1",\
      "eventName":"aws:kinesis:record","eventSourceARN":"arn:aws:kinesis:::stream/priming"}]}\
      """;

  private static final String NAME = "priming";

  private final ConsumerParts parts;

  Priming(ConsumerParts parts) {
    this.parts = parts;
  }

  /** Has itself called before the snapshot. It is held weakly: keep it. */
  Priming registered() {
    Core.getGlobalContext().register(this);
    return this;
  }

  @Override
  public void beforeCheckpoint(Context<? extends Resource> context)
      throws IOException, InterruptedException {
    byte[] event = EVENT.getBytes(StandardCharsets.UTF_8);
    var settings = parts.settings();
    var claimIds = new ClaimIds();
    List<EventRecord> records = EventReader.read(new ByteArrayInputStream(event));
    for (Deliveries one : Deliveries.of(settings.consumer(), settings.aggregates(), records)) {
      Rehearsal.of(one, settings.protocol(), claimIds.next(NAME))
          .ifPresent(row -> sendInVain(row, claimIds.next(NAME)));
    }
  }

  private void sendInVain(BatchRow row, ClaimId other) {
    send(() -> parts.statuses().takeOver(row, other, row.ownership().leaseUntil()));
    send(() -> parts.statuses().replace(row));
    send(() -> parts.payloads().get(new ObjectKey(NAME)));
    AwsStores.loadPut();
  }

  /**
   * The store may also refuse because the function's role does not reach so far, which does as
   * well. One that does not answer now may do so when there is a batch.
   */
  private static void send(Runnable call) {
    try {
      call.run();
    } catch (StoreException e) {
      if (e.kind() == StoreException.Kind.TRANSIENT) {
        System.err.println("tidemark: not all is primed: " + e.getMessage());
      }
    }
  }

  @Override
  public void afterRestore(Context<? extends Resource> context) {}
}
