package dev.tidemark.handler;

import dev.tidemark.ConsumerParts;
import dev.tidemark.checkpoint.ShardKey;
import dev.tidemark.checkpoint.SourceRecord;
import dev.tidemark.checkpoint.store.ObjectKey;
import dev.tidemark.checkpoint.store.StoreException;
import dev.tidemark.engine.PayloadFormat;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.crac.Context;
import org.crac.Core;
import org.crac.Resource;

/**
 * Goes through what a first batch needs before a snapshot of the process is taken, so that a
 * process restored from it has loaded it: reads an event, writes a payload, and asks both stores
 * for what is not there. It writes nothing.
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
  public void beforeCheckpoint(Context<? extends Resource> context) throws IOException {
    byte[] event = EVENT.getBytes(StandardCharsets.UTF_8);
    List<SourceRecord> records =
        EventReader.read(new ByteArrayInputStream(event)).stream()
            .map(EventRecord::source)
            .toList();
    PayloadFormat.encode(records);
    String consumer = parts.settings().consumer();
    ask(() -> parts.statuses().shard(new ShardKey(consumer, "priming", "priming")));
    ask(() -> parts.payloads().get(new ObjectKey("priming")));
  }

  /** A store that does not answer now may do so when there is a batch. */
  private static void ask(Runnable question) {
    try {
      question.run();
    } catch (StoreException e) {
      System.err.println("tidemark: not all is primed: " + e.getMessage());
    }
  }

  @Override
  public void afterRestore(Context<? extends Resource> context) {}
}
