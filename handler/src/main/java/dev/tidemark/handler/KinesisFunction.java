package dev.tidemark.handler;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import dev.tidemark.ConsumerParts;
import dev.tidemark.ConsumerSettings;
import dev.tidemark.KinesisRecord;
import dev.tidemark.checkpoint.Position;
import dev.tidemark.checkpoint.protocol.ProtocolSettings;
import dev.tidemark.checkpoint.protocol.Response;
import dev.tidemark.checkpoint.store.StoreException;
import dev.tidemark.engine.CheckpointEngine;
import dev.tidemark.engine.ClaimIds;
import dev.tidemark.engine.EngineParts;
import dev.tidemark.engine.RecordProcessor;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Takes a Lambda invocation apart, has it processed and answers the event source mapping.
 * Thread-safe: several invocations may run at once in one process.
 */
public final class KinesisFunction {

  private final ConsumerParts parts;
  private final CheckpointEngine engine;
  private final CircuitBreaker breaker;
  private final StartCheck startCheck;
  private final DoublesScreen screen;
  private final ClaimIds claimIds = new ClaimIds();
  private final Function<DecodedRecords.Scope, RecordProcessor> processor;

  @SuppressWarnings("UnusedVariable") // whoever calls it before a snapshot does not keep it
  private final Optional<Priming> priming;

  private KinesisFunction(
      ConsumerParts parts,
      ProtocolSettings protocol,
      Function<DecodedRecords.Scope, RecordProcessor> processor) {
    this.parts = parts;
    this.processor = processor;
    this.engine =
        new CheckpointEngine(
            protocol,
            new EngineParts(
                parts.statuses(),
                parts.payloads(),
                parts.listeners().exhausted(),
                parts.listeners().checkpoints(),
                parts.process().clock(),
                parts.process().pauses(),
                parts.settings().resilience().storeTimeout(),
                parts.process().predecessors()));
    this.screen = new DoublesScreen(parts);
    this.priming =
        isSnapshotTaken() ? Optional.of(new Priming(parts).registered()) : Optional.empty();
    this.breaker = new CircuitBreaker(parts.settings().resilience(), parts.process().clock());
    this.startCheck = new StartCheck(parts.settings());
  }

  private static boolean isSnapshotTaken() {
    return "snap-start".equals(System.getenv("AWS_LAMBDA_INITIALIZATION_TYPE"));
  }

  /** A function that hands its consumer one record at a time. */
  public static <T> KinesisFunction oneByOne(ConsumerParts parts, OneByOneProcessor<T> consumer) {
    ProtocolSettings protocol = parts.settings().protocol().withGroupSize(1);
    return new KinesisFunction(
        parts,
        protocol,
        scope ->
            (RecordProcessor.OneByOne)
                (start, checkpoints) -> consumer.process(start, scope, checkpoints));
  }

  /** A function that is told with each invocation what is done with its records. */
  static KinesisFunction told(ConsumerParts parts, ProtocolSettings protocol) {
    RecordProcessor.Together nobody =
        (starts, group) -> {
          throw new IllegalStateException("nobody said what is done with records");
        };
    return new KinesisFunction(parts, protocol, scope -> nobody);
  }

  /** A function that hands its consumer several records at a time. */
  public static <T> KinesisFunction together(ConsumerParts parts, TogetherProcessor<T> consumer) {
    return new KinesisFunction(
        parts,
        parts.settings().protocol(),
        scope ->
            (RecordProcessor.Together) (starts, group) -> consumer.process(starts, scope, group));
  }

  /**
   * Handles the event as Lambda's runtime streams it.
   *
   * @throws EventException when it is no Kinesis event
   * @throws CheckpointException when a store is missing or denied and nothing could be done
   */
  public void handle(InputStream event, OutputStream response, Context context) throws IOException {
    List<Position> unfinished = handle(EventReader.read(event), context);
    String failures =
        unfinished.stream()
            .map(position -> "{\"itemIdentifier\":\"" + position.sequenceNumber() + "\"}")
            .collect(Collectors.joining(","));
    String json = "{\"batchItemFailures\":[" + failures + "]}";
    response.write(json.getBytes(StandardCharsets.UTF_8));
  }

  /** Handles an event that is bound already; the same in every other way. */
  public StreamsEventResponse handle(KinesisEvent event, Context context) {
    var failures = new ArrayList<StreamsEventResponse.BatchItemFailure>();
    for (Position position : handle(BoundEvent.read(event), context)) {
      String identifier = position.sequenceNumber().digits();
      failures.add(new StreamsEventResponse.BatchItemFailure(identifier));
    }
    return new StreamsEventResponse(failures);
  }

  /** The lowest unfinished position of each shard of the event, if there is one. */
  List<Position> handle(List<EventRecord> records, Context context) {
    return handle(records, context, processor);
  }

  /** The same with another processor, for one invocation. */
  List<Position> handle(
      List<EventRecord> records,
      Context context,
      Function<DecodedRecords.Scope, RecordProcessor> processor) {
    startCheck.invoked(context);
    Instant deadline =
        parts
            .process()
            .clock()
            .instant()
            .plusMillis(Math.max(0, context.getRemainingTimeInMillis()));
    var unfinished = new ArrayList<Position>();
    ConsumerSettings settings = parts.settings();
    for (Deliveries one : Deliveries.of(settings.consumer(), settings.aggregates(), records)) {
      Response response =
          breaker.isOpen()
              ? refused(one, Optional.empty())
              : screened(one, deadline, context, processor);
      report(one, response, context);
      response.lowestUnfinished().ifPresent(unfinished::add);
    }
    return unfinished;
  }

  /** Something that the consumer needs is down: nothing is tried, and nothing is charged. */
  private static Response refused(Deliveries one, Optional<Response.StoreTrouble> trouble) {
    var tally = new Response.Tally(0, 0, 0, 0, 0, 0, one.delivery().size(), 0);
    return new Response(Optional.of(one.delivery().first()), tally, trouble, Set.of());
  }

  /** Finds out first which derived records are doubles. */
  private Response screened(
      Deliveries one,
      Instant deadline,
      Context context,
      Function<DecodedRecords.Scope, RecordProcessor> processor) {
    Set<Position> doubles;
    try {
      doubles = screen.doubles(one.delivery());
    } catch (StoreException e) {
      return refused(one, Optional.of(new Response.StoreTrouble(e.kind(), text(e))));
    }
    return process(one, deadline, context, processor.apply(scope(one, doubles, deadline, context)));
  }

  private static String text(StoreException e) {
    return String.valueOf(e.getMessage());
  }

  private DecodedRecords.Scope scope(
      Deliveries one, Set<Position> doubles, Instant deadline, Context context) {
    return new DecodedRecords.Scope(
        one.delivery().shard(),
        one.damaged(),
        doubles,
        one.delivery().first(),
        new KinesisRecord.Invocation(context.getAwsRequestId(), deadline, parts.process().clock()),
        parts.duplicates(),
        parts.failures(),
        parts.settings().startAt(),
        breaker);
  }

  private Response process(
      Deliveries one, Instant deadline, Context context, RecordProcessor processor) {
    try {
      return engine.process(
          one.delivery(), claimIds.next(context.getAwsRequestId()), deadline, processor);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted; the records will be delivered again", e);
    }
  }

  /** One line where something is worth a look; nothing for a batch that simply went through. */
  private void report(Deliveries one, Response response, Context context) {
    Response.Tally tally = response.tally();
    Optional<Response.StoreTrouble> trouble = response.trouble();
    int plain = tally.succeeded() + tally.ignored() + tally.alreadyFinished();
    if (plain < one.delivery().size() || trouble.isPresent()) {
      context.getLogger().log(line(one, response) + System.lineSeparator());
    }
    boolean nothingDone = response.lowestUnfinished().equals(Optional.of(one.delivery().first()));
    if (nothingDone && trouble.isPresent()) {
      switch (trouble.get().kind()) {
        case MISCONFIGURED -> throw new CheckpointException(trouble.get().message());
        case TRANSIENT -> {}
      }
    }
  }

  private static String line(Deliveries one, Response response) {
    Response.Tally tally = response.tally();
    return "tidemark %s: %d records: %d succeeded, %d ignored, %d failed, %d exhausted, %d finished before, %d held by others, %d not started, %d not recorded%s%s"
        .formatted(
            one.delivery().shard(),
            one.delivery().size(),
            tally.succeeded(),
            tally.ignored(),
            tally.failed(),
            tally.exhausted(),
            tally.alreadyFinished(),
            tally.heldByOthers(),
            tally.notStarted(),
            tally.unrecorded(),
            response.lowestUnfinished().map(p -> "; to be delivered again from " + p).orElse(""),
            response.trouble().map(t -> "; " + t.kind() + ": " + t.message()).orElse(""));
  }
}
