package dev.tidemark;

import dev.tidemark.checkpoint.RecordError;
import dev.tidemark.checkpoint.store.NoteStore;
import dev.tidemark.checkpoint.store.PayloadStore;
import dev.tidemark.checkpoint.store.StatusStore;
import dev.tidemark.engine.CheckpointListener;
import dev.tidemark.engine.ExhaustedListener;
import dev.tidemark.engine.Pauses;
import dev.tidemark.engine.Predecessors;
import dev.tidemark.engine.ProcessMarker;
import dev.tidemark.handler.AwsStores;
import java.nio.file.Path;
import java.time.Clock;
import java.time.InstantSource;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * What a consumer is made of. {@link #onAws} makes the usual one; change a part with the {@code
 * with} methods.
 *
 * @param settings what it runs by
 * @param statuses where its status rows live
 * @param payloads where its payloads live
 * @param notes where it keeps what it has met of derived records, and the states of windows
 * @param listeners who is told what becomes of its records
 * @param duplicates drops what a producer sent twice
 * @param failures how it is taken that something failed
 * @param process what it takes from the process that it runs in
 */
public record ConsumerParts(
    ConsumerSettings settings,
    StatusStore statuses,
    PayloadStore payloads,
    NoteStore notes,
    Listeners listeners,
    DuplicateFilter duplicates,
    Failures failures,
    ProcessParts process) {

  public ConsumerParts {
    Objects.requireNonNull(settings);
    Objects.requireNonNull(statuses);
    Objects.requireNonNull(payloads);
    Objects.requireNonNull(notes);
    Objects.requireNonNull(listeners);
    Objects.requireNonNull(duplicates);
    Objects.requireNonNull(failures);
    Objects.requireNonNull(process);
  }

  /**
   * Who is told.
   *
   * @param exhausted is told of exhausted records
   * @param checkpoints is told what becomes of checkpoints
   */
  public record Listeners(ExhaustedListener exhausted, CheckpointListener checkpoints) {

    /** Nobody. */
    public static final Listeners NONE =
        new Listeners(ExhaustedListener.NONE, CheckpointListener.NONE);

    public Listeners {
      Objects.requireNonNull(exhausted);
      Objects.requireNonNull(checkpoints);
    }
  }

  /**
   * How it is taken that something failed.
   *
   * @param outages tells whether what a consumer threw means that something it needs is down, which
   *     is no record's failure; see {@link Outcome#unavailable}
   * @param redaction changes what is kept of an error, before anybody else sees it
   */
  public record Failures(Predicate<Throwable> outages, UnaryOperator<RecordError> redaction) {

    /** Whatever is thrown is the record's failure, and is kept as it is. */
    public static final Failures AS_THEY_ARE =
        new Failures(thrown -> false, UnaryOperator.identity());

    public Failures {
      Objects.requireNonNull(outages);
      Objects.requireNonNull(redaction);
    }
  }

  /**
   * What a consumer takes from its process.
   *
   * @param clock the clock of leases and deadlines
   * @param pauses how it waits before it looks at the stores again
   * @param predecessors how it learns which claims its predecessor died with
   */
  public record ProcessParts(InstantSource clock, Pauses pauses, Predecessors predecessors) {

    public ProcessParts {
      Objects.requireNonNull(clock);
      Objects.requireNonNull(pauses);
      Objects.requireNonNull(predecessors);
    }

    /** The system's clock and timer, and nobody known to be dead. */
    public static ProcessParts system() {
      return new ProcessParts(Clock.systemUTC(), Pauses.SYSTEM, Predecessors.UNKNOWN);
    }
  }

  /**
   * DynamoDB and S3, reached as the AWS SDK's own environment variables say. Claims under way are
   * marked in the directory for temporary files, which outlives a process that crashes: the next
   * one of the same execution environment goes on at once.
   */
  public static ConsumerParts onAws(ConsumerSettings settings) {
    Path marks = Path.of(System.getProperty("java.io.tmpdir"), "tidemark");
    return of(settings, AwsStores.statuses(settings), AwsStores.payloads(settings))
        .withNotes(AwsStores.notes(settings))
        .withPredecessors(new ProcessMarker(marks));
  }

  /** These stores and the system's clock; no notes, see {@link #withNotes}. */
  public static ConsumerParts of(
      ConsumerSettings settings, StatusStore statuses, PayloadStore payloads) {
    return new ConsumerParts(
        settings,
        statuses,
        payloads,
        NoteStore.NONE,
        Listeners.NONE,
        DuplicateFilter.NONE,
        Failures.AS_THEY_ARE,
        ProcessParts.system());
  }

  /** The same, telling this listener of exhausted records. */
  public ConsumerParts withExhaustedListener(ExhaustedListener listener) {
    return with(new Listeners(listener, listeners.checkpoints()));
  }

  /** The same, telling this listener what becomes of checkpoints. */
  public ConsumerParts withCheckpointListener(CheckpointListener listener) {
    return with(new Listeners(listeners.exhausted(), listener));
  }

  private ConsumerParts with(Listeners listeners) {
    return new ConsumerParts(
        settings, statuses, payloads, notes, listeners, duplicates, failures, process);
  }

  /**
   * The same, keeping notes here. Without notes a consumer of a derived stream finds doubles only
   * within a batch.
   */
  public ConsumerParts withNotes(NoteStore notes) {
    return new ConsumerParts(
        settings, statuses, payloads, notes, listeners, duplicates, failures, process);
  }

  /** The same, dropping duplicates with this filter. */
  public ConsumerParts withDuplicateFilter(DuplicateFilter filter) {
    return new ConsumerParts(
        settings, statuses, payloads, notes, listeners, filter, failures, process);
  }

  /** The same, taking what this tells apart for an outage instead of a record's failure. */
  public ConsumerParts withOutages(Predicate<Throwable> outages) {
    return with(new Failures(outages, failures.redaction()));
  }

  /**
   * The same, keeping of an error only what this leaves of it: type, message and stack trace go to
   * the payload bucket beside the record, and the type to the batch's row. Should it throw, nothing
   * but the error's type is kept.
   */
  public ConsumerParts withRedaction(UnaryOperator<RecordError> redaction) {
    return with(new Failures(failures.outages(), redaction));
  }

  private ConsumerParts with(Failures failures) {
    return new ConsumerParts(
        settings, statuses, payloads, notes, listeners, duplicates, failures, process);
  }

  /** The same with another clock. */
  public ConsumerParts withClock(InstantSource clock) {
    return with(new ProcessParts(clock, process.pauses(), process.predecessors()));
  }

  /** The same with other pauses, for a clock that does not run by itself. */
  public ConsumerParts withPauses(Pauses pauses) {
    return with(new ProcessParts(process.clock(), pauses, process.predecessors()));
  }

  /** The same, learning in another way which claims a predecessor died with. */
  public ConsumerParts withPredecessors(Predecessors predecessors) {
    return with(new ProcessParts(process.clock(), process.pauses(), predecessors));
  }

  private ConsumerParts with(ProcessParts process) {
    return new ConsumerParts(
        settings, statuses, payloads, notes, listeners, duplicates, failures, process);
  }
}
