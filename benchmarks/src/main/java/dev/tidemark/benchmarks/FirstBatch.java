package dev.tidemark.benchmarks;

import dev.tidemark.KinesisConsumer;
import dev.tidemark.KinesisRecord;
import dev.tidemark.Outcome;
import dev.tidemark.RecordCodec;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A function from its first instruction to its first committed batch, and no further. */
public final class FirstBatch {

  private FirstBatch() {}

  private static final class Consumer extends KinesisConsumer<String> {
    Consumer() {
      super(RecordCodec.utf8());
    }

    @Override
    protected Outcome process(KinesisRecord<String> record) {
      return Outcome.done();
    }
  }

  /** Handles the event in a file, and fails unless the answer is that all is done. */
  public static void main(String[] eventFile) throws IOException {
    byte[] event = Files.readAllBytes(Path.of(eventFile[0]));
    var response = new ByteArrayOutputStream();
    new Consumer().handleRequest(new ByteArrayInputStream(event), response, new Invocation());
    String answer = response.toString(StandardCharsets.UTF_8);
    ProcessTime.print();
    System.exit(answer.equals("{\"batchItemFailures\":[]}") ? 0 : 1);
  }
}
