package dev.tidemark.handler;

import dev.tidemark.KinesisBatch;
import dev.tidemark.KinesisRecord;
import dev.tidemark.Outcome;
import dev.tidemark.RecordCodec;
import dev.tidemark.checkpoint.protocol.RecordResult;
import dev.tidemark.checkpoint.protocol.RecordStart;
import dev.tidemark.checkpoint.protocol.Saved;
import dev.tidemark.engine.RecordProcessor;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A consumer's code for several records.
 *
 * @param <T> what a record is decoded to
 */
public final class TogetherProcessor<T> {

  /** The consumer's own code. */
  @FunctionalInterface
  public interface Code<T> {
    List<Outcome> process(KinesisBatch<T> records) throws Exception;
  }

  private final DecodedRecords<T> records;
  private final Code<T> code;

  public TogetherProcessor(RecordCodec<T> codec, Code<T> code) {
    this.records = new DecodedRecords<>(codec);
    this.code = Objects.requireNonNull(code);
  }

  List<RecordResult> process(
      List<RecordStart> starts, DecodedRecords.Scope scope, RecordProcessor.Group group) {
    var results = new ArrayList<@Nullable RecordResult>(Collections.nCopies(starts.size(), null));
    var ready = new ArrayList<KinesisRecord<T>>();
    var places = new ArrayList<Integer>();
    for (int i = 0; i < starts.size(); i++) {
      switch (records.decode(starts.get(i), scope, group)) {
        case DecodedRecords.Decoded.Over<T> over -> results.set(i, over.result());
        case DecodedRecords.Decoded.Ready<T> decoded -> {
          ready.add(decoded.record());
          places.add(i);
        }
      }
    }
    var early = new Early(ready, places, scope, group);
    List<Outcome> outcomes = ready.isEmpty() ? List.of() : run(ready, early, scope);
    for (int i = 0; i < ready.size(); i++) {
      results.set(places.get(i), early.resultOf(i, outcomes.get(i)));
    }
    return results.stream().map(Objects::requireNonNull).toList();
  }

  private List<Outcome> run(List<KinesisRecord<T>> ready, Early early, DecodedRecords.Scope scope) {
    Throwable cause;
    try {
      List<Outcome> outcomes = code.process(new KinesisBatch<>(ready, early));
      if (outcomes != null && outcomes.size() == ready.size()) {
        return outcomes;
      }
      cause =
          new IllegalStateException(
              "the consumer returned %s outcomes for %d records"
                  .formatted(outcomes == null ? "no" : outcomes.size(), ready.size()));
    } catch (Throwable e) {
      cause = e;
    }
    return Collections.nCopies(ready.size(), scope.outcome(cause));
  }

  /** Records that finish before their batch: each is settled once. */
  private final class Early implements KinesisBatch.Progress {
    private final List<KinesisRecord<T>> ready;
    private final List<Integer> places;
    private final DecodedRecords.Scope scope;
    private final RecordProcessor.Group group;
    private final BitSet finished = new BitSet();

    Early(
        List<KinesisRecord<T>> ready,
        List<Integer> places,
        DecodedRecords.Scope scope,
        RecordProcessor.Group group) {
      this.ready = ready;
      this.places = places;
      this.scope = scope;
      this.group = group;
    }

    private synchronized boolean isFirst(int place) {
      boolean first = !finished.get(place);
      finished.set(place);
      return first;
    }

    @Override
    public void finish(int place, Outcome outcome) {
      if (isFirst(place)) {
        group.finish(places.get(place), records.settle(ready.get(place), outcome, scope));
      }
    }

    /** The result in the end; what finished before is known already, and this is ignored. */
    RecordResult resultOf(int place, @Nullable Outcome outcome) {
      return isFirst(place)
          ? records.settle(ready.get(place), outcome, scope)
          : new RecordResult.Succeeded();
    }

    @Override
    public Saved checkpoint() throws InterruptedException {
      return group.checkpoint();
    }
  }
}
