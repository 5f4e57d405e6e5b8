package dev.tidemark.mapping;

import dev.tidemark.checkpoint.SequenceNumber;
import dev.tidemark.mapping.FailureMessage.Condition;
import dev.tidemark.mapping.FailureMessage.ResponseContext;
import dev.tidemark.mapping.FunctionResponse.CheckpointAt;
import dev.tidemark.mapping.FunctionResponse.WholeBatchFailed;
import dev.tidemark.mapping.FunctionResponse.WholeBatchSucceeded;
import dev.tidemark.mapping.InvocationResult.FunctionError;
import dev.tidemark.mapping.InvocationResult.Returned;
import dev.tidemark.mapping.InvocationResult.ServiceError;
import dev.tidemark.mapping.InvocationResult.Throttled;
import java.util.List;
import java.util.Optional;

/** What the end of an invocation means for the records it was given. */
final class Aftermath {
  /** All kinds of function error read so (recorded from AWS). */
  private static final ResponseContext UNHANDLED = new ResponseContext(Optional.of("Unhandled"));

  private static final ResponseContext RETURNED = new ResponseContext(Optional.empty());

  private final Turn turn;
  private final MappingRules rules;

  Aftermath(Turn turn) {
    this.turn = turn;
    this.rules = turn.rules();
  }

  void of(BatchId batch, InvocationResult result) {
    Piece piece = turn.finish(batch);
    switch (result) {
      case Throttled throttled -> turn.retryLater(piece.deliveredInVain());
      case ServiceError serviceError -> turn.retryLater(piece.deliveredInVain());
      case FunctionError error -> failedAsAWhole(piece, UNHANDLED);
      case Returned returned -> returned(piece, returned.responseJson());
    }
  }

  private void returned(Piece piece, String responseJson) {
    switch (rules.settings().responseMode()) {
      case IGNORED -> turn.succeed(piece.records());
      case REPORT_BATCH_ITEM_FAILURES -> {
        ResponseReader reader = new ResponseReader(rules.open().unknownResponse());
        switch (reader.read(responseJson, piece.mapped())) {
          case WholeBatchSucceeded succeeded -> turn.succeed(piece.records());
          case WholeBatchFailed failed -> failedAsAWhole(piece, RETURNED);
          case CheckpointAt checkpoint -> failedFrom(piece, checkpoint.lowestFailed());
        }
      }
    }
  }

  /** Below the number all is done; the rest comes again with a fresh retry count (recorded). */
  private void failedFrom(Piece piece, SequenceNumber lowestFailed) {
    List<Pending> records = piece.records();
    int done = 0;
    while (records.get(done).number().compareTo(lowestFailed) < 0) {
      done++;
    }
    if (done == 0) {
      switch (rules.open().firstReported()) {
        case RETRY_UNCHANGED -> retryOrGiveUp(piece, RETURNED);
        case BISECT -> failedAsAWhole(piece, RETURNED);
      }
      return;
    }
    turn.succeed(records.subList(0, done));
    Piece.Growth growth =
        switch (rules.open().suffix()) {
          case NEW_RECORDS_JOIN -> Piece.Growth.MAY_GROW;
          case STAYS_ALONE -> Piece.Growth.FIXED;
        };
    turn.retryLater(Piece.suffix(records.subList(done, records.size()), turn.now(), growth));
  }

  private void failedAsAWhole(Piece piece, ResponseContext response) {
    switch (rules.settings().retrying().wholeFailure()) {
      case RETRY_UNCHANGED -> retryOrGiveUp(piece, response);
      case BISECT -> {
        if (piece.records().size() == 1) {
          retryOrGiveUp(piece, response);
        } else {
          turn.retryLater(piece.halves(turn.retryTime(piece.vainDeliveries() + 1)));
        }
      }
    }
  }

  private void retryOrGiveUp(Piece piece, ResponseContext response) {
    Piece failed = piece.failedOnce();
    if (rules.settings().retrying().attempts().allowsMoreAfter(failed.failures())) {
      turn.retryLater(failed);
    } else {
      turn.giveUp(
          failed, failed.records(), Condition.RETRY_ATTEMPTS_EXHAUSTED, Optional.of(response));
    }
  }
}
