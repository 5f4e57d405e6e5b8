package dev.tidemark.benchmarks;

import dev.tidemark.KinesisConsumer;
import dev.tidemark.KinesisRecord;
import dev.tidemark.Outcome;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.crac.Core;

/** A function from its first instruction to its first committed batch, and no further. */
public final class FirstBatch {

  /** The argument by which a snapshot is said to be taken before the batch comes. */
  static final String SNAPSHOT = "snapshot";

  private FirstBatch() {}

  private static final class Consumer extends KinesisConsumer<byte[]> {
    private final AtomicInteger processed = new AtomicInteger();

    Consumer() {
      super(data -> data.toByteArray());
    }

    @Override
    protected Outcome process(KinesisRecord<byte[]> record) {
      processed.incrementAndGet();
      return Outcome.done();
    }
  }

  /**
   * Handles the event in a file, and fails unless all of its records are processed and done. With a
   * snapshot the way begins behind it.
   */
  public static void main(String[] eventFileAndSnapshot) throws Exception {
    byte[] event = Files.readAllBytes(Path.of(eventFileAndSnapshot[0]));
    var response = new ByteArrayOutputStream();
    var consumer = new Consumer();
    if (eventFileAndSnapshot.length > 1 && eventFileAndSnapshot[1].equals(SNAPSHOT)) {
      Core.checkpointRestore();
      Milestone.print();
    }
    consumer.handleRequest(new ByteArrayInputStream(event), response, new Invocation());
    String answer = response.toString(StandardCharsets.UTF_8);
    Milestone.print();
    boolean all = consumer.processed.get() == ColdStart.RECORDS;
    System.exit(all && answer.equals("{\"batchItemFailures\":[]}") ? 0 : 1);
  }
}
