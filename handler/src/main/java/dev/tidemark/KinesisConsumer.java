package dev.tidemark;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import dev.tidemark.checkpoint.store.Effects;
import dev.tidemark.handler.KinesisFunction;
import dev.tidemark.handler.OneByOneProcessor;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * A Lambda function that consumes a Kinesis stream record by record.
 *
 * <p>Extend it, give it a codec, and say in {@link #process} what is done with a record. Then:
 *
 * <ul>
 *   <li>no record is lost: the stream moves past a record only when it is recorded as done, skipped
 *       or exhausted;
 *   <li>a record that is recorded as done is not given again, however the event source mapping cuts
 *       its batches;
 *   <li>records with the same partition key come one after the other, in order; others run beside
 *       them;
 *   <li>a record that fails is given again up to the limit of attempts, then kept in S3 with its
 *       error; nothing but its own key waits for it.
 * </ul>
 *
 * Between a side effect and its checkpoint a crash can repeat a record; {@link
 * KinesisRecord#idempotencyKey()} is for that gap. Writes that go with {@link
 * Outcome#done(Effects)} have none: they commit with the checkpoint, exactly once.
 *
 * <p>The event source mapping needs the response type {@code ReportBatchItemFailures}: without it
 * Lambda ignores which records are unfinished, and they are lost.
 *
 * <pre>{@code
 * public class Orders extends KinesisConsumer<String> {
 *   public Orders() {
 *     super(RecordCodec.utf8());
 *   }
 *
 *   protected Outcome process(KinesisRecord<String> order) {
 *     ship(order.value(), order.idempotencyKey());
 *     return Outcome.done();
 *   }
 * }
 * }</pre>
 *
 * @param <T> what a record is decoded to
 */
public abstract class KinesisConsumer<T> implements RequestStreamHandler {

  private final KinesisFunction function;

  /**
   * A consumer with settings from the environment, see {@link ConsumerSettings}.
   *
   * @throws SettingsException when a setting is missing or out of range
   */
  protected KinesisConsumer(RecordCodec<T> codec) {
    this(codec, ConsumerSettings.fromEnvironment());
  }

  /** A consumer with these settings, whose checkpoints live in DynamoDB and S3. */
  protected KinesisConsumer(RecordCodec<T> codec, ConsumerSettings settings) {
    this(codec, ConsumerParts.onAws(settings));
  }

  /** A consumer made of these parts, for example of a test kit's. */
  @SuppressWarnings("this-escape") // called back no sooner than an event is handled
  protected KinesisConsumer(RecordCodec<T> codec, ConsumerParts parts) {
    this.function = KinesisFunction.oneByOne(parts, new OneByOneProcessor<>(codec, this::process));
  }

  /**
   * Processes one record. Called on several virtual threads at once, for records of different
   * partition keys.
   *
   * @return what became of the record
   * @throws Exception when the record failed, as with {@link Outcome#retry}
   */
  protected abstract Outcome process(KinesisRecord<T> record) throws Exception;

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
