package dev.tidemark.producer.wal;

import dev.tidemark.checkpoint.Bytes;
import dev.tidemark.producer.Buffer;
import dev.tidemark.producer.BufferException;
import dev.tidemark.producer.BufferLevel;
import dev.tidemark.producer.Buffered;
import dev.tidemark.producer.OutgoingRecord;
import dev.tidemark.producer.wal.LogFormat.Entry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;

/**
 * A buffer in the files of a folder. What was acknowledged is there for the next process, at
 * whatever byte of whatever write this one is killed; what the machine's loss of power can take is
 * up to {@link Sync}.
 *
 * <p>Records and notes of what is done are appended, each with a checksum, to the newest file, and
 * nothing is ever changed in place. Files have growing numbers as names. A start makes a new file
 * and leaves the old ones as they are, so nothing is written behind a torn frame. A file whose
 * records are all done is deleted. The note of what is done is not waited for: a record that was
 * sent may be sent once more after a crash.
 *
 * <p>One log at a time has a folder, by a lock. Files of other names in it are left alone. When the
 * disk fails a write, that record is not acknowledged and its bytes are cut off; when it fails an
 * fsync, or that cut, nobody knows what the disk holds: the log takes nothing any more, and a new
 * start reads what is there.
 *
 * <p>Thread-safe.
 */
public final class WriteAheadLog implements Buffer {

  private final LogFiles files;
  private final Rotation rotation;
  private final InstantSource clock;
  private final Segments segments = new Segments();
  private final SyncedNumber synced;
  private final SegmentReader reader;
  private BufferLevel level;
  private long lastFile;
  private long nextNumber;
  private ActiveFile active;
  private boolean broken;
  private boolean closed;

  private WriteAheadLog(
      LogFiles files, Rotation rotation, Sync sync, InstantSource clock, Recovery recovery)
      throws IOException {
    this.files = files;
    this.rotation = rotation;
    this.clock = clock;
    this.level = recovery.level();
    this.nextNumber = recovery.nextNumber();
    this.synced = new SyncedNumber(sync, clock);
    this.reader = new SegmentReader(files, recovery.done());
    recovery.segments().forEach(segments::add);
    this.lastFile = FileNames.last(files);
    this.active = newFile();
    for (Segment segment : recovery.segments()) {
      note(segment.done());
    }
    for (String finished : recovery.finished()) {
      files.delete(finished);
    }
  }

  /**
   * Opens the log in a folder, with files of the usual size and every record forced to the disk.
   */
  public static WriteAheadLog open(Path folder) {
    return open(folder, Rotation.DEFAULTS, new Sync.EveryRecord());
  }

  /**
   * Opens the log in a folder, which is made when it is missing. Returns with whatever was
   * acknowledged there and is not done.
   *
   * @throws BufferException when another log has the folder, or a file is damaged
   */
  public static WriteAheadLog open(Path folder, Rotation rotation, Sync sync) {
    try {
      return open(DirectoryLogFiles.open(folder), rotation, sync, InstantSource.system());
    } catch (IOException e) {
      throw new BufferException("cannot open the log in " + folder + ": " + e, e);
    }
  }

  static WriteAheadLog open(LogFiles files, Rotation rotation, Sync sync, InstantSource clock)
      throws IOException {
    boolean opened = false;
    try {
      var log = new WriteAheadLog(files, rotation, sync, clock, Recovery.of(files));
      opened = true;
      return log;
    } finally {
      if (!opened) {
        files.close();
      }
    }
  }

  private ActiveFile newFile() throws IOException {
    lastFile++;
    String name = FileNames.of(lastFile);
    ActiveFile created = ActiveFile.create(files, name, nextNumber, clock.instant());
    segments.add(created.segment());
    return created;
  }

  @Override
  public synchronized long append(OutgoingRecord record) {
    Objects.requireNonNull(record);
    requireUsable();
    if (active.segment().isFull(rotation, clock.instant())) {
      roll();
    }
    long number = nextNumber;
    write(LogFormat.encode(new Entry.Recorded(number, record)));
    active.segment().gotRecord();
    level = level.plus(record);
    nextNumber++;
    return number;
  }

  /** The new file is there before the old one is left. */
  private void roll() {
    ActiveFile left = active;
    try {
      active = newFile();
    } catch (IOException e) {
      throw full(e);
    }
    try {
      left.file().close();
    } catch (IOException e) {
      throw broken("cannot be forced to the disk", e);
    }
    forget(segments.left(left.segment()));
  }

  private void write(Bytes frame) {
    try {
      active.write(frame);
    } catch (ActiveFile.TornException e) {
      throw broken("cannot write", e);
    } catch (IOException e) {
      throw full(e);
    }
  }

  private BufferException full(IOException e) {
    return new BufferException(
        "the log in %s cannot take a record: %s; see whether the disk is full"
            .formatted(files.where(), e.getMessage()),
        e);
  }

  @Override
  public void sync(long number) {
    try {
      synced.reach(number, this::written);
    } catch (IOException e) {
      throw broken("cannot be forced to the disk", e);
    }
  }

  private synchronized SyncedNumber.Written written() {
    requireUsable();
    return new SyncedNumber.Written(active.file(), nextNumber - 1);
  }

  @Override
  public synchronized List<Buffered> next(int maxRecords, long maxBytes) {
    requireUsable();
    try {
      return reader.next(segments.byFirstNumber(), maxRecords, maxBytes);
    } catch (IOException e) {
      throw new BufferException("the log in " + files.where() + " cannot be read: " + e, e);
    }
  }

  /**
   * {@inheritDoc}
   *
   * @throws BufferException when a note of it cannot be written: the records are forgotten now and
   *     may come back with the next start
   */
  @Override
  public synchronized void discard(List<Buffered> done) {
    requireUsable();
    done.forEach(buffered -> level = level.minus(buffered.record()));
    forget(segments.finished(done, active.segment()));
  }

  private void forget(Segments.Forgotten forgotten) {
    try {
      note(forgotten.notes());
    } finally {
      forgotten.gone().forEach(this::delete);
    }
  }

  private void note(NumberRuns done) {
    done.lastByFirst()
        .forEach((first, last) -> write(LogFormat.encode(new Entry.Discarded(first, last))));
  }

  private void delete(Segment segment) {
    try {
      files.delete(segment.name());
    } catch (IOException e) {
      throw new BufferException("cannot delete " + segment.name() + ": " + e.getMessage(), e);
    }
  }

  private void requireUsable() {
    if (broken || closed) {
      throw new BufferException(
          "the log in %s is %s".formatted(files.where(), broken ? "broken" : "closed"));
    }
  }

  private synchronized BufferException broken(String what, IOException e) {
    broken = true;
    return new BufferException(
        "the log in %s %s: %s; start again when the disk is well"
            .formatted(files.where(), what, e.getMessage()),
        e);
  }

  @Override
  public synchronized BufferLevel level() {
    return level;
  }

  @Override
  public boolean isDurable() {
    return true;
  }

  /** Forces everything to the disk and lets others have the folder. */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    try (files) {
      active.file().close();
    } catch (IOException e) {
      throw broken("cannot be closed", e);
    }
  }
}
