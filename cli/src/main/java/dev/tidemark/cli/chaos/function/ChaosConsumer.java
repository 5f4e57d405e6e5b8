package dev.tidemark.cli.chaos.function;

import dev.tidemark.KinesisConsumer;
import dev.tidemark.KinesisRecord;
import dev.tidemark.Outcome;
import dev.tidemark.RecordCodec;
import dev.tidemark.checkpoint.Bytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;

/**
 * Notes every record that it processes in a file of its process, which outlives the process.
 *
 * <p>That is the cheapest effect that shows every lost and every doubled record. Some records add
 * to an account besides, in the transaction of their checkpoint: see {@link Booking}.
 */
public final class ChaosConsumer extends KinesisConsumer<Bytes> {

  /** The environment variable that names the folder of the files. */
  public static final String FOLDER = "CHAOS_EFFECTS";

  /** The environment variable that is {@code off} when nobody shall know who died here before. */
  public static final String MARKS = "CHAOS_MARKS";

  /** So long that a kill finds records between their effect and their end. */
  private static final Duration MOMENT = Duration.ofMillis(1);

  private final EffectFile effects;
  private final EffectLine.Source process;

  /** The consumer as Lambda makes it. */
  public ChaosConsumer() throws IOException {
    super(codec());
    String folder = System.getenv(FOLDER);
    if (folder == null) {
      throw new IllegalStateException(FOLDER + " is not set: it names the folder of the effects");
    }
    this.effects = EffectFile.ofThisProcess(Path.of(folder));
    this.process = thisProcess();
  }

  private static EffectLine.Source thisProcess() {
    ProcessHandle handle = ProcessHandle.current();
    Instant now = Instant.now();
    return new EffectLine.Source(
        Objects.requireNonNullElse(System.getenv("AWS_LAMBDA_LOG_STREAM_NAME"), "unknown"),
        handle.pid(),
        handle.info().startInstant().orElse(now),
        now);
  }

  /** Without marks each process has a directory for temporary files that no other looks into. */
  private static RecordCodec<Bytes> codec() throws IOException {
    if ("off".equals(System.getenv(MARKS))) {
      System.setProperty("java.io.tmpdir", Files.createTempDirectory("tidemark-own-").toString());
    }
    return RecordCodec.bytes();
  }

  @Override
  protected Outcome process(KinesisRecord<Bytes> record) throws IOException {
    effects.add(
        new EffectLine(
            Instant.now(),
            process,
            record.requestId(),
            record.shard().stream() + "/" + record.shard().shard(),
            record.position()));
    LockSupport.parkNanos(MOMENT.toNanos());
    return Booking.of(record.partitionKey(), record.value().toUtf8())
        .map(booking -> Outcome.done(booking.effects()))
        .orElseGet(Outcome::done);
  }
}
