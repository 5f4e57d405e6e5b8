package dev.tidemark.example;

import static dev.tidemark.BatchMetrics.Metric.OLDEST_UNFINISHED_BATCH;

import dev.tidemark.BatchMetrics;
import dev.tidemark.ConsumerParts;
import dev.tidemark.ConsumerSettings;
import dev.tidemark.KinesisConsumer;
import dev.tidemark.KinesisRecord;
import dev.tidemark.Outcome;
import java.util.concurrent.CountDownLatch;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * Keeps every quake of a stream in a table, with running totals a network.
 *
 * <p>Explosions and quarry blasts are counted as well; what is not a quake at all is exhausted. The
 * environment variable {@code QUAKE_TABLE} names the table; {@code QUAKE_DRILLS=on} makes what the
 * records' {@code drill} field says go wrong.
 */
public final class QuakeConsumer extends KinesisConsumer<Quake> {

  private static final int FAILURES_OF_FAIL_TWICE = 2;
  private static final int CRASH_EXIT_CODE = 70;

  private final QuakeTable table;
  private final boolean drills;

  /** The consumer as Lambda makes it. */
  public QuakeConsumer() {
    this(ConsumerSettings.fromEnvironment());
  }

  private QuakeConsumer(ConsumerSettings settings) {
    super(
        new QuakeCodec(),
        ConsumerParts.onAws(settings)
            .withCheckpointListener(
                new BatchMetrics(System.out::println).only(OLDEST_UNFINISHED_BATCH)));
    var client =
        DynamoDbClient.builder().httpClientBuilder(UrlConnectionHttpClient.builder()).build();
    this.table = new QuakeTable(client, environmentVariable("QUAKE_TABLE"));
    this.drills = "on".equals(System.getenv("QUAKE_DRILLS"));
  }

  /** The consumer with parts of one's own, for tests. */
  QuakeConsumer(ConsumerParts parts, QuakeTable table) {
    super(new QuakeCodec(), parts);
    this.table = table;
    this.drills = true;
  }

  private static String environmentVariable(String name) {
    String value = System.getenv(name);
    if (value == null || value.isBlank()) {
      throw new IllegalStateException(name + " is not set: it names the table of the quakes");
    }
    return value;
  }

  @Override
  protected Outcome process(KinesisRecord<Quake> record) throws InterruptedException {
    Quake quake = record.value();
    if (drills && quake.drill().isPresent()) {
      drill(quake.drill().get(), record);
    }
    table.add(quake, record.requestId());
    return Outcome.done();
  }

  private void drill(Drill drill, KinesisRecord<Quake> record) throws InterruptedException {
    switch (drill) {
      case FAIL_ALWAYS -> throw new DrillException("this quake fails whenever it is tried");
      case FAIL_TWICE -> {
        if (record.attempt() <= FAILURES_OF_FAIL_TWICE) {
          throw new DrillException("this quake fails at attempt " + record.attempt());
        }
      }
      case HANG_ONCE -> {
        if (table.isFirstDrillOf(record.value())) {
          new CountDownLatch(1).await();
        }
      }
      case CRASH_ONCE -> {
        if (table.isFirstDrillOf(record.value())) {
          Runtime.getRuntime().halt(CRASH_EXIT_CODE);
        }
      }
    }
  }

  /** What a drill throws. */
  static final class DrillException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    DrillException(String message) {
      super(message);
    }
  }
}
