package dev.tidemark.checkpoint.aws.faults;

import dev.tidemark.checkpoint.RecordError;
import dev.tidemark.checkpoint.protocol.ExhaustedRecord;
import dev.tidemark.checkpoint.protocol.RecordResult;
import dev.tidemark.checkpoint.protocol.RecordStart;
import dev.tidemark.checkpoint.store.Effects;
import dev.tidemark.checkpoint.store.ObjectKey;
import dev.tidemark.testkit.ManualClock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A handler that notes what it is given, and what it should not have been given. Thread-safe. */
final class Handler {

  private static final Duration MORE_THAN_HALF_A_LEASE = Duration.ofSeconds(6);
  private static final RecordError ERROR = new RecordError("Boom", "", "");

  private final StoreCall call;
  private final TroubledCall troubled;
  private final ManualClock clock;
  private final Effects effects;
  private final Map<Integer, Integer> runs = new ConcurrentHashMap<>();
  private final Set<Integer> toldExhausted = ConcurrentHashMap.newKeySet();
  private final Queue<String> wrongs = new ConcurrentLinkedQueue<>();
  private volatile Recorded known = new Recorded(Map.of());
  private volatile Act act = Act.PREPARING;

  /** What is being played. */
  enum Act {
    PREPARING,
    IN_TROUBLE,
    AFTERWARDS
  }

  /**
   * @param effects those of the record that has some
   */
  Handler(StoreCall call, TroubledCall troubled, ManualClock clock, Effects effects) {
    this.effects = effects;
    this.call = call;
    this.troubled = troubled;
    this.clock = clock;
  }

  void begin(Act next) {
    act = next;
    if (next == Act.IN_TROUBLE) {
      runs.clear();
    }
  }

  /** What the stores say before an invocation begins: none of it may run again. */
  void knows(Recorded recorded) {
    known = recorded;
  }

  /** How often each record has run since the trouble began. */
  Map<Integer, Integer> runs() {
    return Map.copyOf(runs);
  }

  Set<Integer> toldExhausted() {
    return Set.copyOf(toldExhausted);
  }

  /** What was given and should not have been. */
  List<String> wrongs() {
    return List.copyOf(wrongs);
  }

  /** How many attempts at a record have failed before the trouble. */
  int failedBefore(int number) {
    boolean leftOver =
        switch (call) {
          case READ_BATCHES, GET_MANIFEST, TAKE_OVER, REPLACE_TO_RENEW, REPLACE_TO_SETTLE -> true;
          case CLAIM_FRESH,
              CLAIM_BESIDE,
              ADOPT,
              FENCE,
              PUT_PAYLOAD_FIRST,
              PUT_PAYLOAD_BESIDE,
              CREATE_TO_RENEW,
              PUT_EXHAUSTED,
              CREATE_TO_SETTLE,
              COMMIT_TO_SETTLE ->
              false;
        };
    return leftOver && number <= 2 ? 1 : 0;
  }

  boolean isHopeless(int number) {
    return call == StoreCall.PUT_EXHAUSTED && number == 2;
  }

  boolean hasEffects(int number) {
    return call == StoreCall.COMMIT_TO_SETTLE && number == 2;
  }

  void onExhausted(ObjectKey key, List<ExhaustedRecord> given) {
    given.forEach(one -> toldExhausted.add(Records.number(one.record().position())));
  }

  RecordResult process(RecordStart start) {
    int number = Records.number(start.record().position());
    if (known.isFinished(start.record().position())) {
      wrongs.add("record " + number + " runs although it is recorded as finished");
    }
    if (act == Act.PREPARING) {
      return failedBefore(number) > 0
          ? new RecordResult.Failed(ERROR)
          : new RecordResult.Succeeded();
    }
    int run = runs.merge(number, 1, Integer::sum);
    int most = failedBefore(number) + (isHopeless(number) ? run : 1);
    if (start.attempt() > most || start.attempt() <= failedBefore(number)) {
      wrongs.add("record " + number + " is charged: attempt " + start.attempt());
    }
    if (act == Act.IN_TROUBLE) {
      takeTime(number);
    }
    if (isHopeless(number)) {
      return new RecordResult.Hopeless(ERROR);
    }
    return hasEffects(number)
        ? new RecordResult.Succeeded(Optional.of(effects))
        : new RecordResult.Succeeded();
  }

  /** The first record takes more than half a lease, and the second lasts until that is noticed. */
  private void takeTime(int number) {
    boolean renews = call == StoreCall.CREATE_TO_RENEW || call == StoreCall.REPLACE_TO_RENEW;
    if (renews && number == 1) {
      clock.advance(MORE_THAN_HALF_A_LEASE);
    } else if (renews && number == 2) {
      troubled.awaitBegun();
    }
  }
}
