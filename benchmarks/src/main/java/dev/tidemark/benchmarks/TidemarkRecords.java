package dev.tidemark.benchmarks;

import dev.tidemark.ConsumerParts;
import dev.tidemark.ConsumerSettings;
import dev.tidemark.KinesisConsumer;
import dev.tidemark.KinesisRecord;
import dev.tidemark.Outcome;
import dev.tidemark.checkpoint.store.PayloadStore;
import dev.tidemark.checkpoint.store.StatusStore;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A consumer of Tidemark as anybody would write it. */
final class TidemarkRecords implements Contender {

  private static final Pattern FAILURE = Pattern.compile("\"itemIdentifier\":\"(\\d+)\"");

  private final String name;
  private final Consumer consumer;

  private TidemarkRecords(String name, ConsumerParts parts) {
    this.name = name;
    this.consumer = new Consumer(parts);
  }

  static TidemarkRecords on(MeteredStack stack, String consumer) {
    return on(consumer, Map.of(), stack.statuses(), stack.payloads());
  }

  /** One that stores no payload of a batch that goes through. */
  static TidemarkRecords withoutPayloads(MeteredStack stack, String consumer) {
    return new TidemarkRecords(
        "tidemark, no payloads",
        parts(
            consumer,
            Map.of("TIDEMARK_PAYLOADS", "on-failure"),
            stack.statuses(),
            stack.payloads()));
  }

  static TidemarkRecords on(
      String consumer, Map<String, String> more, StatusStore statuses, PayloadStore payloads) {
    return new TidemarkRecords("tidemark", parts(consumer, more, statuses, payloads));
  }

  private static ConsumerParts parts(
      String consumer, Map<String, String> more, StatusStore statuses, PayloadStore payloads) {
    Map<String, String> environment = new HashMap<>(more);
    environment.put("TIDEMARK_CONSUMER", consumer);
    environment.put("TIDEMARK_TABLE", MeteredStack.CHECKPOINTS);
    environment.put("TIDEMARK_BUCKET", MeteredStack.BUCKET);
    return ConsumerParts.of(ConsumerSettings.fromEnvironment(environment), statuses, payloads);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public List<String> consume(byte[] event, Handler handler) throws IOException {
    consumer.handler = handler;
    var response = new ByteArrayOutputStream();
    consumer.handleRequest(new ByteArrayInputStream(event), response, new Invocation());
    return FAILURE
        .matcher(response.toString(StandardCharsets.UTF_8))
        .results()
        .map((MatchResult found) -> found.group(1))
        .toList();
  }

  private static final class Consumer extends KinesisConsumer<byte[]> {
    private volatile @Nullable Handler handler;

    Consumer(ConsumerParts parts) {
      super(data -> data.toByteArray(), parts);
    }

    @Override
    protected Outcome process(KinesisRecord<byte[]> record) throws Exception {
      Handler current = handler;
      if (current == null) {
        return Outcome.skip();
      }
      current.handle(record.position().sequenceNumber().digits(), record.value());
      return Outcome.done();
    }
  }
}
