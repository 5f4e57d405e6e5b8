package dev.tidemark;

import dev.tidemark.checkpoint.protocol.Saved;

/** What a consumer may ask for while it processes a record. Thread-safe. */
public interface RecordContext {

  /** Records nothing: for records that a test makes by hand. */
  RecordContext NONE = () -> Saved.NO;

  /**
   * Has everything recorded that has finished so far in this invocation, and waits until that is
   * durable. The record that asks is not among it: it has not finished yet.
   *
   * <p>The framework records by itself at the end of a delivery, and meanwhile as the settings of
   * progress say; this is for code that knows better when, before a long step for example.
   *
   * @return whether all of it is recorded; {@code NO} when a store is down, the batch belongs to
   *     another invocation by now, or checkpoints are switched off
   * @throws InterruptedException when the calling thread is interrupted meanwhile
   */
  Saved checkpoint() throws InterruptedException;
}
