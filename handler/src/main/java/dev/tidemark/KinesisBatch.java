package dev.tidemark;

import dev.tidemark.checkpoint.protocol.Saved;
import java.util.AbstractList;
import java.util.List;
import java.util.Objects;

/**
 * The records that a {@link KinesisBatchConsumer} is given together: an unmodifiable list, in order
 * of position. A consumer that works through it in steps can say early what became of a record, and
 * have that recorded before the whole is done. Thread-safe.
 *
 * @param <T> what a record is decoded to
 */
public final class KinesisBatch<T> extends AbstractList<KinesisRecord<T>> {

  /** What a batch asks of whoever made it. */
  public interface Progress {
    /** The record at a place in the batch has come to its end; only the first time counts. */
    void finish(int place, Outcome outcome);

    /** See {@link RecordContext#checkpoint()}. */
    Saved checkpoint() throws InterruptedException;
  }

  private final List<KinesisRecord<T>> records;
  private final Progress progress;

  public KinesisBatch(List<KinesisRecord<T>> records, Progress progress) {
    this.records = List.copyOf(records);
    this.progress = Objects.requireNonNull(progress);
  }

  @Override
  public KinesisRecord<T> get(int index) {
    return records.get(index);
  }

  @Override
  public int size() {
    return records.size();
  }

  /**
   * Says what became of a record before the whole batch is done. Only the first time counts; the
   * outcome that is returned for it in the end is ignored then.
   *
   * @throws IndexOutOfBoundsException when there is no such place
   */
  public void finish(int index, Outcome outcome) {
    Objects.checkIndex(index, records.size());
    progress.finish(index, Objects.requireNonNull(outcome));
  }

  /** Has recorded what has finished so far; see {@link RecordContext#checkpoint()}. */
  public Saved checkpoint() throws InterruptedException {
    return progress.checkpoint();
  }
}
