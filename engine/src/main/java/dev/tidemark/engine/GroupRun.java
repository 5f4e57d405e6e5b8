package dev.tidemark.engine;

import dev.tidemark.checkpoint.protocol.RecordResult;
import dev.tidemark.checkpoint.protocol.RecordStart;
import dev.tidemark.checkpoint.protocol.Saved;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;

/** A group of records under way. Each of them finishes once. Thread-safe. */
final class GroupRun implements RecordProcessor.Group {

  private final List<RecordStart> starts;
  private final DeliveryLoop loop;
  private final BitSet finished = new BitSet();

  GroupRun(List<RecordStart> starts, DeliveryLoop loop) {
    this.starts = starts;
    this.loop = loop;
  }

  void process(RecordProcessor.Together processor) {
    try {
      List<RecordResult> results = processor.process(starts, this);
      if (results.size() == starts.size()) {
        for (int place = 0; place < starts.size(); place++) {
          finish(place, results.get(place));
        }
        return;
      }
      failTheRest(
          new IllegalStateException(
              "a group of %d records came back with %d results"
                  .formatted(starts.size(), results.size())));
    } catch (Throwable e) {
      failTheRest(e);
    }
  }

  private void failTheRest(Throwable cause) {
    RecordResult failed = DeliveryLoop.failed(cause);
    for (int place = 0; place < starts.size(); place++) {
      finish(place, failed);
    }
  }

  @Override
  public void finish(int place, RecordResult result) {
    RecordStart start = starts.get(place);
    Objects.requireNonNull(result, "a record came back without a result");
    synchronized (finished) {
      if (finished.get(place)) {
        return;
      }
      finished.set(place);
    }
    loop.finished(start, result);
  }

  @Override
  public Saved checkpoint() throws InterruptedException {
    return loop.checkpoint();
  }
}
