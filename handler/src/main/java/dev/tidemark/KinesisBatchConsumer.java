package dev.tidemark;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import dev.tidemark.handler.KinesisFunction;
import dev.tidemark.handler.TogetherProcessor;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;

/**
 * A Lambda function that consumes a Kinesis stream several records at a time, for work that is
 * cheaper in bulk.
 *
 * <p>It promises what {@link KinesisConsumer} promises. A list holds at most as many records as the
 * setting {@code TIDEMARK_GROUP_SIZE}, in order of position; several may have the same partition
 * key. It holds no record that is finished, none whose earlier neighbour of the same key is
 * unfinished and not in the list itself, and none that could not be decoded.
 *
 * @param <T> what a record is decoded to
 */
public abstract class KinesisBatchConsumer<T> implements RequestStreamHandler {

  private final KinesisFunction function;

  /**
   * A consumer with settings from the environment, see {@link ConsumerSettings}.
   *
   * @throws SettingsException when a setting is missing or out of range
   */
  protected KinesisBatchConsumer(RecordCodec<T> codec) {
    this(codec, ConsumerSettings.fromEnvironment());
  }

  /** A consumer with these settings, whose checkpoints live in DynamoDB and S3. */
  protected KinesisBatchConsumer(RecordCodec<T> codec, ConsumerSettings settings) {
    this(codec, ConsumerParts.onAws(settings));
  }

  /** A consumer made of these parts, for example of a test kit's. */
  @SuppressWarnings("this-escape") // called back no sooner than an event is handled
  protected KinesisBatchConsumer(RecordCodec<T> codec, ConsumerParts parts) {
    this.function = KinesisFunction.together(parts, new TogetherProcessor<>(codec, this::process));
  }

  /**
   * Processes records. Lists of one invocation come one after the other.
   *
   * @param batch at least one record
   * @return one outcome for each record, in the same order
   * @throws Exception when all of them failed, as with {@link Outcome#retry} for each
   */
  protected abstract List<Outcome> process(KinesisBatch<T> batch) throws Exception;

  @Override
  public final void handleRequest(InputStream event, OutputStream response, Context context)
      throws IOException {
    function.handle(event, response, context);
  }

  /** The same for an event that is bound already, for tests and for code of one's own. */
  public final StreamsEventResponse handleEvent(KinesisEvent event, Context context) {
    return function.handle(event, context);
  }
}
