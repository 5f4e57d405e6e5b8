package dev.tidemark.handler;

import static dev.tidemark.handler.Bench.failures;
import static dev.tidemark.handler.EventJson.base64;
import static dev.tidemark.handler.EventJson.event;
import static dev.tidemark.handler.EventJson.rawRecord;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.KinesisConsumer;
import dev.tidemark.KinesisRecord;
import dev.tidemark.Outcome;
import dev.tidemark.checkpoint.BatchStatus;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * One process that serves several invocations at a time with one handler object, as on Lambda
 * Managed Instances.
 */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class InvocationsAtOnceTest {

  private static final int SHARDS = 4;
  private static final int BATCHES_OF_A_SHARD = 4;
  private static final int AT_ONCE = SHARDS * BATCHES_OF_A_SHARD;
  private static final int RECORDS = 50;

  private final Bench bench = new Bench();
  private final ExecutorService invocations = Executors.newFixedThreadPool(AT_ONCE);

  /** Nobody goes on before every invocation has a record running. */
  private final CyclicBarrier allRun = new CyclicBarrier(AT_ONCE);

  @AfterEach
  void stop() {
    invocations.shutdownNow();
  }

  private static String shard(int invocation) {
    return "shardId-%012d".formatted(invocation % SHARDS);
  }

  private static int sequenceNumber(int invocation, int record) {
    return 1_000 + invocation / SHARDS * RECORDS + record;
  }

  /** A batch with a key of its own, as a parallelization factor of four would deliver it. */
  private static String batch(int invocation) {
    return event(
        IntStream.range(0, RECORDS)
            .mapToObj(
                record ->
                    rawRecord(
                        shard(invocation),
                        Integer.toString(sequenceNumber(invocation, record)),
                        "key-" + invocation,
                        base64(invocation + "/" + record)))
            .toList());
  }

  private Outcome meetTheOthers(KinesisRecord<String> record) throws Exception {
    if (record.value().endsWith("/0")) {
      allRun.await();
    }
    boolean fails = record.value().equals("5/20") || record.value().equals("6/30");
    return fails ? Outcome.retry(new IOException("down")) : Outcome.done();
  }

  private Future<String> invoke(KinesisConsumer<String> consumer, String event) {
    return invocations.submit(() -> Bench.handle(consumer, event, new TestContext()));
  }

  @Test
  void eachInvocationAnswersForItsOwnRecordsOnly() throws Exception {
    var consumer = bench.texts(this::meetTheOthers);

    List<String> responses = handleAll(consumer);

    for (int invocation = 0; invocation < AT_ONCE; invocation++) {
      String expected =
          switch (invocation) {
            case 5 -> failures(Integer.toString(sequenceNumber(5, 20)));
            case 6 -> failures(Integer.toString(sequenceNumber(6, 30)));
            default -> failures();
          };
      assertThat(responses.get(invocation)).as("invocation %s", invocation).isEqualTo(expected);
    }
    assertThat(bench.given).doesNotHaveDuplicates().hasSize(AT_ONCE * RECORDS - 29 - 19);
    assertThat(bench.statuses.batchRows())
        .hasSize(AT_ONCE)
        .filteredOn(row -> row.status() != BatchStatus.SUCCEEDED)
        .hasSize(2)
        .allMatch(row -> row.status() == BatchStatus.FAILED);
  }

  private List<String> handleAll(KinesisConsumer<String> consumer)
      throws ExecutionException, InterruptedException {
    List<Future<String>> running =
        IntStream.range(0, AT_ONCE).mapToObj(i -> invoke(consumer, batch(i))).toList();
    var responses = new ArrayList<String>();
    for (Future<String> one : running) {
      responses.add(one.get());
    }
    return responses;
  }

  @Test
  void aBatchThatIsDeliveredTwiceAtOnceRunsOnce() throws Exception {
    var bothClaimed = new CyclicBarrier(2);
    var consumer =
        bench.texts(
            record -> {
              if (record.value().equals("0/0")) {
                bothClaimed.await();
              }
              return Outcome.done();
            });

    Future<String> first = invoke(consumer, batch(0));
    Future<String> second =
        invocations.submit(
            () -> {
              while (bench.given.isEmpty()) {
                Thread.onSpinWait();
              }
              String refused = Bench.handle(consumer, batch(0), new TestContext());
              bothClaimed.await();
              return refused;
            });

    assertThat(second.get()).isEqualTo(failures(Integer.toString(sequenceNumber(0, 0))));
    assertThat(first.get()).isEqualTo(failures());
    assertThat(bench.given).hasSize(RECORDS).doesNotHaveDuplicates();
  }
}
