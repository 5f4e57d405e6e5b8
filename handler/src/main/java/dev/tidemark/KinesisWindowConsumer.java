package dev.tidemark;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.tidemark.handler.WindowFunction;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * A Lambda function that sums a Kinesis stream up in tumbling windows, a shard at a time: the event
 * source mapping has {@code TumblingWindowInSeconds}.
 *
 * <p>Lambda alone processes a record of a window at least once, and a state that a lost invocation
 * came to is lost with it. Here the state is kept with the positions that are in it, in one write
 * an invocation. So:
 *
 * <ul>
 *   <li>each record is in the state of its window once, however often it is delivered;
 *   <li>records of a shard come one after the other, in order; one that fails holds the later ones
 *       back until it is exhausted, and is not in the state then;
 *   <li>a window that was closed is not closed again. Between {@link #close} and the note of it a
 *       crash can repeat it; {@link Window#idempotencyKey()} is for that gap.
 * </ul>
 *
 * The event source mapping needs a parallelization factor of 1 and the response type {@code
 * ReportBatchItemFailures}.
 *
 * @param <T> what a record is decoded to
 * @param <S> the state of a window
 */
public abstract class KinesisWindowConsumer<T, S> implements RequestStreamHandler {

  private final WindowFunction<T, S> function;

  /**
   * A consumer with settings from the environment, see {@link ConsumerSettings}.
   *
   * @throws SettingsException when a setting is missing or out of range
   */
  protected KinesisWindowConsumer(RecordCodec<T> codec, StateCodec<S> states) {
    this(codec, states, ConsumerParts.onAws(ConsumerSettings.fromEnvironment()));
  }

  /** A consumer made of these parts, for example of a test kit's; it needs a store of notes. */
  @SuppressWarnings("this-escape") // called back no sooner than an event is handled
  protected KinesisWindowConsumer(RecordCodec<T> codec, StateCodec<S> states, ConsumerParts parts) {
    this.function =
        new WindowFunction<>(
            parts,
            codec,
            states,
            new WindowFunction.Code<>() {
              @Override
              public S empty() {
                return KinesisWindowConsumer.this.empty();
              }

              @Override
              public S add(S state, KinesisRecord<T> record) throws Exception {
                return KinesisWindowConsumer.this.add(state, record);
              }

              @Override
              public void close(Window window, S state) throws Exception {
                KinesisWindowConsumer.this.close(window, state);
              }
            });
  }

  /** The state of a window without records. */
  protected abstract S empty();

  /**
   * The state with one more record. It must do nothing else and leave the given state as it is:
   * what it makes may be thrown away, and the record added again.
   *
   * @throws Exception when the record failed, as with {@link Outcome#retry}
   */
  protected abstract S add(S state, KinesisRecord<T> record) throws Exception;

  /**
   * The window is over, and this is what its records came to.
   *
   * @throws Exception when that could not be dealt with; Lambda then delivers the end of the window
   *     again and nothing else of the shard before it
   */
  protected abstract void close(Window window, S state) throws Exception;

  @Override
  public final void handleRequest(InputStream event, OutputStream response, Context context)
      throws IOException {
    function.handle(event, response, context);
  }
}
