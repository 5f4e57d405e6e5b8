package dev.tidemark.local;

import dev.tidemark.mapping.Command;
import dev.tidemark.mapping.FailureMessage;
import dev.tidemark.mapping.InvocationResult;
import dev.tidemark.mapping.LambdaEventJson;
import dev.tidemark.mapping.MappedRecord;
import dev.tidemark.mapping.ShardMapping;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Carries out what the {@link ShardMapping} of one shard decides: polls, invokes, reports, waits.
 *
 * <p>One thread runs it; invocations end on others and are handed over by a queue.
 */
final class ShardDriver {
  private static final Duration NOTHING_TO_WAIT_FOR = Duration.ofDays(1);

  private final ShardReader reader;
  private final LocalFunction function;
  private final LocalMappingOptions options;
  private final FailureDestination destination;
  private final MappingProgress progress;
  private final LambdaEventJson events;
  private final LinkedBlockingQueue<Ended> ended = new LinkedBlockingQueue<>();
  private ShardMapping mapping;
  private Optional<Instant> wakeUp = Optional.empty();
  private long nextPollNanos = System.nanoTime();

  /** An invocation that ended, or one that could not be made and why. */
  private record Ended(Command.Invoke invoke, Optional<FunctionResult> result, String problem) {}

  ShardDriver(
      ShardReader reader,
      LocalFunction function,
      ShardMapping mapping,
      LocalMappingOptions options,
      FailureDestination destination,
      MappingProgress progress) {
    this.reader = reader;
    this.function = function;
    this.mapping = mapping;
    this.options = options;
    this.destination = destination;
    this.progress = progress;
    this.events = new LambdaEventJson(mapping.rules().source());
  }

  String shardId() {
    return reader.shardId();
  }

  /** Runs until the shard is at its end and all its records are accounted for. */
  void run() throws InterruptedException {
    pollIfDue();
    while (!reader.atEnd() || !mapping.isIdle()) {
      leapIfIdle();
      Ended first = ended.poll(untilNext().toNanos(), TimeUnit.NANOSECONDS);
      for (Ended next = first; next != null; next = ended.poll()) {
        obey(mapping.completed(next.invoke().batch(), told(next), options.clock().now()));
      }
      Instant now = options.clock().now();
      if (wakeUp.filter(time -> !time.isAfter(now)).isPresent()) {
        obey(mapping.elapsed(now));
      }
      pollIfDue();
    }
  }

  private void pollIfDue() {
    if (mayPoll()) {
      poll();
    }
  }

  private boolean mayPoll() {
    return canPoll() && nextPollNanos <= System.nanoTime();
  }

  private boolean canPoll() {
    return !reader.atEnd() && mapping.roomForRecords() > 0;
  }

  private void poll() {
    List<MappedRecord> records = List.of();
    try {
      records = reader.next(mapping.roomForRecords());
    } catch (AbortedException e) {
      // The mapping is being closed; the next wait ends this driver.
      Thread.currentThread().interrupt();
    } catch (SdkException e) {
      progress.problem(reader.shardId(), "poll failed: " + e.getMessage());
    }
    long now = System.nanoTime();
    nextPollNanos = records.isEmpty() ? now + options.pollInterval().toNanos() : now;
    if (!records.isEmpty()) {
      obey(mapping.polled(records, options.clock().now()));
    }
  }

  private void leapIfIdle() {
    if (!mayPoll() && mapping.running().isEmpty()) {
      wakeUp.ifPresent(options.clock()::waitsUntil);
    }
  }

  private Duration untilNext() {
    Duration untilPoll =
        canPoll()
            ? Duration.ofNanos(Math.max(0, nextPollNanos - System.nanoTime()))
            : NOTHING_TO_WAIT_FOR;
    Instant now = options.clock().now();
    Duration untilWakeUp =
        wakeUp.map(time -> Duration.between(now, time)).orElse(NOTHING_TO_WAIT_FOR);
    return untilPoll.compareTo(untilWakeUp) < 0 ? untilPoll : untilWakeUp;
  }

  private void obey(ShardMapping.Step step) {
    mapping = step.next();
    wakeUp = Optional.empty();
    for (Command command : step.commands()) {
      switch (command) {
        case Command.Invoke invoke -> invoke(invoke);
        case Command.SendToDestination send -> send(send.message());
        case Command.MovePast past ->
            progress.movedPast(reader.shardId(), past.records(), past.fate());
        case Command.WaitUntil wait -> wakeUp = Optional.of(wait.time());
      }
    }
    mapping.checkpoint().ifPresent(reached -> progress.reached(reader.shardId(), reached));
  }

  private void invoke(Command.Invoke invoke) {
    List<MappedRecord> records = invoke.records();
    progress.invoked(reader.shardId(), records);
    byte[] event = events.render(records).getBytes(StandardCharsets.UTF_8);
    var unused =
        function
            .invoke(invoke.requestId().value(), event)
            .handle((result, failure) -> ended.add(ended(invoke, result, failure)));
  }

  private static Ended ended(
      Command.Invoke invoke, @Nullable FunctionResult result, @Nullable Throwable failure) {
    return new Ended(
        invoke, Optional.ofNullable(result), failure == null ? "" : failure.toString());
  }

  private InvocationResult told(Ended how) {
    if (how.result().isEmpty()) {
      progress.problem(reader.shardId(), "invocation failed: " + how.problem());
      return new InvocationResult.ServiceError();
    }
    FunctionResult result = how.result().get();
    progress.ended(reader.shardId(), how.invoke().requestId(), how.invoke().records(), result);
    return asMappingSeesIt(result);
  }

  private static InvocationResult asMappingSeesIt(FunctionResult result) {
    return switch (result) {
      case FunctionResult.Returned returned -> new InvocationResult.Returned(returned.response());
      case FunctionResult.FunctionError error -> error(InvocationResult.FunctionError.Kind.THROWN);
      case FunctionResult.InitFailed failed -> error(InvocationResult.FunctionError.Kind.THROWN);
      case FunctionResult.TimedOut late -> error(InvocationResult.FunctionError.Kind.TIMED_OUT);
      case FunctionResult.Crashed crashed -> error(InvocationResult.FunctionError.Kind.CRASHED);
      case FunctionResult.OutOfMemory much -> error(InvocationResult.FunctionError.Kind.CRASHED);
    };
  }

  private static InvocationResult error(InvocationResult.FunctionError.Kind kind) {
    return new InvocationResult.FunctionError(kind);
  }

  private void send(FailureMessage message) {
    try {
      destination.send(message);
      progress.reported(message);
    } catch (SdkException | IllegalArgumentException e) {
      progress.problem(reader.shardId(), "failure message lost: " + e.getMessage());
    }
  }
}
