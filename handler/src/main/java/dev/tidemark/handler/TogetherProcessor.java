package dev.tidemark.handler;

import dev.tidemark.KinesisRecord;
import dev.tidemark.Outcome;
import dev.tidemark.RecordCodec;
import dev.tidemark.checkpoint.protocol.RecordResult;
import dev.tidemark.checkpoint.protocol.RecordStart;
import java.util.ArrayList;
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
    List<Outcome> process(List<KinesisRecord<T>> records) throws Exception;
  }

  private final DecodedRecords<T> records;
  private final Code<T> code;

  public TogetherProcessor(RecordCodec<T> codec, Code<T> code) {
    this.records = new DecodedRecords<>(codec);
    this.code = Objects.requireNonNull(code);
  }

  List<RecordResult> process(List<RecordStart> starts, DecodedRecords.Scope scope) {
    var results = new ArrayList<@Nullable RecordResult>(Collections.nCopies(starts.size(), null));
    var ready = new ArrayList<KinesisRecord<T>>();
    var places = new ArrayList<Integer>();
    for (int i = 0; i < starts.size(); i++) {
      switch (records.decode(starts.get(i), scope)) {
        case DecodedRecords.Decoded.Over<T> over -> results.set(i, over.result());
        case DecodedRecords.Decoded.Ready<T> decoded -> {
          ready.add(decoded.record());
          places.add(i);
        }
      }
    }
    List<Outcome> outcomes = ready.isEmpty() ? List.of() : run(List.copyOf(ready));
    for (int i = 0; i < ready.size(); i++) {
      results.set(places.get(i), records.settle(ready.get(i), outcomes.get(i), scope));
    }
    return results.stream().map(Objects::requireNonNull).toList();
  }

  private List<Outcome> run(List<KinesisRecord<T>> ready) {
    Throwable cause;
    try {
      List<Outcome> outcomes = code.process(ready);
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
    return Collections.nCopies(ready.size(), Outcome.retry(cause));
  }
}
