package dev.tidemark;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import dev.tidemark.handler.KinesisFunction;
import dev.tidemark.handler.OneByOneProcessor;
import dev.tidemark.handler.pipe.EnrichingCode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * A Lambda function that consumes a Kinesis stream and writes what it makes of each record to
 * another one: nothing, one record or many.
 *
 * <p>It promises what {@link KinesisConsumer} promises, and besides:
 *
 * <ul>
 *   <li>a record of the source is recorded as done only when everything that was made of it is
 *       durable in the other stream;
 *   <li>a crash in between writes it again. Each written record says what it was made of, {@link
 *       KinesisRecord#correlation()}, and any consumer of this library that reads it drops the
 *       copies;
 *   <li>a target that does not answer costs no record an attempt; a record that the target refuses,
 *       because it is too large for example, exhausts the one that it was made of.
 * </ul>
 *
 * What is made of a record must depend on that record only, its partition keys above all: copies
 * are told by their place among what was made of it, and are looked for in the shard that they lie
 * in.
 *
 * @param <I> what a record is decoded to
 * @param <O> what is made of it
 */
public abstract class KinesisEnricher<I, O> implements RequestStreamHandler {

  private final KinesisFunction function;

  /** An enricher with settings from the environment, see {@link ConsumerSettings}. */
  protected KinesisEnricher(
      RecordCodec<I> codec, OutputEncoder<? super O> encoder, EnricherOutput output) {
    this(codec, encoder, output, ConsumerParts.onAws(ConsumerSettings.fromEnvironment()));
  }

  /** An enricher made of these parts, for example of a test kit's. */
  @SuppressWarnings("this-escape") // called back no sooner than an event is handled
  protected KinesisEnricher(
      RecordCodec<I> codec,
      OutputEncoder<? super O> encoder,
      EnricherOutput output,
      ConsumerParts parts) {
    var code = new EnrichingCode<I, O>(this::enrich, encoder, output);
    this.function = KinesisFunction.oneByOne(parts, new OneByOneProcessor<>(codec, code::process));
  }

  /**
   * Makes something of one record. Called on several virtual threads at once, for records of
   * different partition keys. Whatever it does besides may happen more than once.
   *
   * @throws Exception when the record failed, as with {@link Enrichment#retry}
   */
  protected abstract Enrichment<O> enrich(KinesisRecord<I> record) throws Exception;

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
