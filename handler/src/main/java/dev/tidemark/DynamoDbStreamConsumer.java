package dev.tidemark;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.tidemark.handler.ChangeFunction;
import dev.tidemark.handler.OneByOneProcessor;
import dev.tidemark.handler.change.ChangeJson;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * A Lambda function that consumes a DynamoDB stream, change by change. It promises what {@link
 * KinesisConsumer} promises, with the item's key in place of the partition key: changes of one item
 * come one after the other, in order.
 *
 * <p>The event source mapping needs the response type {@code ReportBatchItemFailures}: without it
 * Lambda ignores which records are unfinished, and they are lost.
 *
 * <p>A stream's events do not name the shard that they are of, so all shards of a table share one
 * shard row; see docs/dynamodb-streams.md for what that costs.
 *
 * @param <T> what a change is decoded to
 */
public abstract class DynamoDbStreamConsumer<T> implements RequestStreamHandler {

  private final ChangeFunction function;

  /**
   * A consumer with settings from the environment, see {@link ConsumerSettings}.
   *
   * @throws SettingsException when a setting is missing or out of range
   */
  protected DynamoDbStreamConsumer(ChangeCodec<T> codec) {
    this(codec, ConsumerSettings.fromEnvironment());
  }

  /** A consumer with these settings, whose checkpoints live in DynamoDB and S3. */
  protected DynamoDbStreamConsumer(ChangeCodec<T> codec, ConsumerSettings settings) {
    this(codec, ConsumerParts.onAws(settings));
  }

  /** A consumer made of these parts, for example of a test kit's. */
  @SuppressWarnings("this-escape") // called back no sooner than an event is handled
  protected DynamoDbStreamConsumer(ChangeCodec<T> codec, ConsumerParts parts) {
    this.function =
        ChangeFunction.of(
            parts,
            new OneByOneProcessor<DynamoDbStreamRecord.Decoded<T>>(
                data -> {
                  DynamoDbChange change = ChangeJson.read(data);
                  return new DynamoDbStreamRecord.Decoded<>(change, codec.decode(change));
                },
                record -> process(new DynamoDbStreamRecord<>(record))));
  }

  /**
   * Processes one change. Called on several virtual threads at once, for changes of different
   * items.
   *
   * @return what became of the record
   * @throws Exception when the record failed, as with {@link Outcome#retry}
   */
  protected abstract Outcome process(DynamoDbStreamRecord<T> record) throws Exception;

  @Override
  public final void handleRequest(InputStream event, OutputStream response, Context context)
      throws IOException {
    function.handle(event, response, context);
  }
}
