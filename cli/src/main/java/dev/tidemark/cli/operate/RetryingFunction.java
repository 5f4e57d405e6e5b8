package dev.tidemark.cli.operate;

import dev.tidemark.checkpoint.SequenceNumber;
import dev.tidemark.checkpoint.ShardKey;
import dev.tidemark.cli.UserException;
import dev.tidemark.engine.Pauses;
import dev.tidemark.mapping.BackOff;
import dev.tidemark.mapping.FunctionResponse;
import dev.tidemark.mapping.LambdaEventJson;
import dev.tidemark.mapping.MappedRecord;
import dev.tidemark.mapping.OpenRules;
import dev.tidemark.mapping.ResponseReader;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A function that gets an event again as the event source mapping does it: from the lowest
 * unfinished record on, after a pause that doubles.
 */
final class RetryingFunction implements Replayer.Destination {

  private static final BackOff BACK_OFF =
      BackOff.doubling(Duration.ofMillis(500), Duration.ofSeconds(30));

  private final ResponseReader reader = new ResponseReader(OpenRules.UnknownResponse.FAILS);
  private final FunctionCall function;
  private final int tries;
  private final Pauses pauses;

  /**
   * @param stored the consumer whose records it gets
   * @param tries how often in a row the same record may be the lowest unfinished one
   * @throws UserException when the function consumes under that very name
   */
  RetryingFunction(FunctionCall function, String stored, int tries, Pauses pauses) {
    this.function = Objects.requireNonNull(function);
    this.tries = tries;
    this.pauses = Objects.requireNonNull(pauses);
    if (function.consumer().equals(stored)) {
      throw new UserException(
          "%s consumes as %s, which has finished these records and would skip them: deploy it with another TIDEMARK_CONSUMER, or have exhausted records run again with ./tidemark redrive"
              .formatted(function.arn(), stored));
    }
  }

  @Override
  public LambdaEventJson form(ShardKey shard) {
    return BatchEvent.form(shard, function.arn());
  }

  @Override
  public Optional<String> take(ShardKey shard, LambdaEventJson form, List<MappedRecord> event)
      throws InterruptedException {
    List<MappedRecord> rest = event;
    int inVain = 0;
    while (true) {
      Left left = left(function.invoke(BatchEvent.bytes(form, rest)), rest);
      if (left.records().isEmpty()) {
        return Optional.empty();
      }
      inVain = left.records().size() < rest.size() ? 1 : inVain + 1;
      rest = left.records();
      if (inVain >= tries) {
        return Optional.of(stopped(shard, rest.get(0).sequenceNumber(), left.why()));
      }
      pauses.pause(BACK_OFF.delayAfter(inVain));
    }
  }

  /**
   * What has to come again.
   *
   * @param why in words
   */
  private record Left(List<MappedRecord> records, String why) {}

  private Left left(FunctionCall.Answer answer, List<MappedRecord> sent) {
    return switch (answer) {
      case FunctionCall.Answer.Failed failed -> new Left(sent, failed.how());
      case FunctionCall.Answer.Returned returned ->
          switch (reader.read(returned.response(), sent)) {
            case FunctionResponse.WholeBatchSucceeded all -> new Left(List.of(), "");
            case FunctionResponse.CheckpointAt at ->
                new Left(from(at.lowestFailed(), sent), "it says that this record is unfinished");
            case FunctionResponse.WholeBatchFailed failed ->
                new Left(sent, "its answer cannot be followed: " + failed.reason());
          };
    };
  }

  private static List<MappedRecord> from(SequenceNumber lowest, List<MappedRecord> sent) {
    return sent.stream().dropWhile(record -> !record.sequenceNumber().equals(lowest)).toList();
  }

  private String stopped(ShardKey shard, SequenceNumber at, String why) {
    return "stopped in %s at %s after %,d tries: %s. Run the same command again when that is mended: what is done is skipped"
        .formatted(shard.shard(), at, tries, why.lines().findFirst().orElse(""));
  }
}
