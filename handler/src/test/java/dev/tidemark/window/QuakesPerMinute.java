package dev.tidemark.window;

import dev.tidemark.ConsumerParts;
import dev.tidemark.KinesisRecord;
import dev.tidemark.KinesisWindowConsumer;
import dev.tidemark.RecordCodec;
import dev.tidemark.StateCodec;
import dev.tidemark.Window;

/** The consumer of docs/windows.md. */
public class QuakesPerMinute extends KinesisWindowConsumer<String, Long> {

  public QuakesPerMinute() {
    super(RecordCodec.utf8(), StateCodec.number());
  }

  @Override
  protected Long empty() {
    return 0L;
  }

  @Override
  protected Long add(Long sum, KinesisRecord<String> quakes) {
    return sum + Long.parseLong(quakes.value());
  }

  @Override
  protected void close(Window window, Long sum) throws Exception {
    publish(window.start() + ": " + sum, window.idempotencyKey());
  }

  /** Tells the world. */
  protected void publish(String line, String idempotencyKey) {}

  QuakesPerMinute(ConsumerParts parts) {
    super(RecordCodec.utf8(), StateCodec.number(), parts);
  }
}
