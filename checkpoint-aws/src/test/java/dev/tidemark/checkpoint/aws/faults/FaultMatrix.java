package dev.tidemark.checkpoint.aws.faults;

import java.util.Arrays;
import java.util.stream.Collectors;

/** What has to come of each trouble at each call: the tests play it, the page shows it. */
final class FaultMatrix {

  /** A call in a trouble. */
  sealed interface Cell {

    /**
     * It can happen.
     *
     * @param once how it ends when it happens to one request
     * @param lasting how it ends when it lasts for an invocation
     */
    record Possible(Ending once, Ending lasting) implements Cell {

      Ending ending(Span span) {
        return switch (span) {
          case ONE_REQUEST -> once;
          case ONE_INVOCATION -> lasting;
        };
      }
    }

    /**
     * It cannot happen.
     *
     * @param why why not
     */
    record Impossible(String why) implements Cell {}
  }

  private FaultMatrix() {}

  static Cell cell(StoreCall call, Trouble trouble) {
    boolean reads =
        switch (call.kind()) {
          case READ, GET -> true;
          case CONDITIONAL_WRITE, CONDITIONAL_PUT -> false;
        };
    if (reads && trouble == Trouble.CONFLICT) {
      return new Cell.Impossible("reads conflict with nothing");
    }
    if (reads && trouble == Trouble.LANDED_BEFORE) {
      return new Cell.Impossible("reads have no condition");
    }
    return switch (trouble) {
      case SLOW -> new Cell.Possible(whenSlow(call), whenSlow(call));
      case LANDED_BEFORE -> new Cell.Possible(Ending.DONE, Ending.DONE);
      case REFUSED, THROTTLED, SERVER_ERROR, CONFLICT ->
          new Cell.Possible(Ending.DONE, whenNothingIsCarriedOut(call));
      case TIMED_OUT, REPLY_LOST, GARBLED ->
          new Cell.Possible(Ending.DONE, whenNobodyIsToldOfIt(call, trouble));
    };
  }

  /** Without a live lease no record starts; what has run may still be recorded. */
  private static Ending whenSlow(StoreCall call) {
    return switch (call) {
      case CLAIM_FRESH,
          READ_BATCHES,
          GET_MANIFEST,
          CLAIM_BESIDE,
          TAKE_OVER,
          ADOPT,
          FENCE,
          PUT_PAYLOAD_FIRST ->
          Ending.AGAIN;
      case PUT_PAYLOAD_BESIDE,
          CREATE_TO_RENEW,
          REPLACE_TO_RENEW,
          PUT_EXHAUSTED,
          CREATE_TO_SETTLE,
          REPLACE_TO_SETTLE,
          COMMIT_TO_SETTLE ->
          Ending.DONE;
    };
  }

  private static Ending whenNothingIsCarriedOut(StoreCall call) {
    return switch (call) {
      case CLAIM_FRESH,
          READ_BATCHES,
          GET_MANIFEST,
          CLAIM_BESIDE,
          TAKE_OVER,
          ADOPT,
          FENCE,
          PUT_PAYLOAD_FIRST,
          PUT_EXHAUSTED ->
          Ending.AGAIN;
      case PUT_PAYLOAD_BESIDE -> Ending.REPEATED;
      case CREATE_TO_RENEW, REPLACE_TO_RENEW -> Ending.DONE;
      case CREATE_TO_SETTLE, REPLACE_TO_SETTLE, COMMIT_TO_SETTLE -> Ending.REPEATED_LATER;
    };
  }

  private static Ending whenNobodyIsToldOfIt(StoreCall call, Trouble trouble) {
    boolean goodEnough =
        trouble == Trouble.GARBLED && call.kind() == StoreCall.Kind.CONDITIONAL_PUT;
    if (goodEnough) {
      return Ending.DONE;
    }
    return switch (call) {
      case READ_BATCHES, GET_MANIFEST, FENCE, PUT_PAYLOAD_FIRST, PUT_EXHAUSTED -> Ending.AGAIN;
      case CLAIM_FRESH, CLAIM_BESIDE, TAKE_OVER, ADOPT -> Ending.AGAIN_LATER;
      case PUT_PAYLOAD_BESIDE -> Ending.REPEATED;
      case CREATE_TO_RENEW, REPLACE_TO_RENEW -> Ending.DONE;
      case CREATE_TO_SETTLE, REPLACE_TO_SETTLE, COMMIT_TO_SETTLE -> Ending.AGAIN;
    };
  }

  /** The matrix and its words, as Markdown. */
  static String rendered() {
    var page = new StringBuilder();
    page.append("| | ").append(row(Trouble.values(), Trouble::words));
    page.append("|---".repeat(Trouble.values().length + 1)).append("|\n");
    for (StoreCall call : StoreCall.values()) {
      page.append("| ").append(call.words()).append(" | ");
      page.append(row(Trouble.values(), trouble -> words(cell(call, trouble))));
    }
    page.append("\n");
    for (Ending ending : Ending.values()) {
      page.append("* **").append(ending.words()).append("**: ").append(ending.meaning());
      page.append("\n");
    }
    page.append("\n");
    for (Trouble trouble : Trouble.values()) {
      page.append("* **").append(trouble.words()).append("**: ").append(trouble.meaning());
      page.append("\n");
    }
    return page.toString();
  }

  private static <E> String row(E[] columns, java.util.function.Function<E, String> words) {
    return Arrays.stream(columns).map(words).collect(Collectors.joining(" | ", "", " |\n"));
  }

  private static String words(Cell cell) {
    return switch (cell) {
      case Cell.Impossible impossible -> "*" + impossible.why() + "*";
      case Cell.Possible possible when possible.once() == possible.lasting() ->
          possible.once().words();
      case Cell.Possible possible -> possible.once().words() + " / " + possible.lasting().words();
    };
  }
}
