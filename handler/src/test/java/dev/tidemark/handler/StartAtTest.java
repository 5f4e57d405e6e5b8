package dev.tidemark.handler;

import static dev.tidemark.handler.Bench.failures;
import static dev.tidemark.handler.EventJson.event;
import static dev.tidemark.handler.EventJson.record;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.ConsumerParts;
import dev.tidemark.Outcome;
import dev.tidemark.RecordCodec;
import dev.tidemark.checkpoint.IndexSet;
import java.io.IOException;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** A consumer that wants nothing of what arrived before a time. */
class StartAtTest {

  /** When the records of these events arrived. */
  private static final Instant ARRIVED = Instant.ofEpochMilli(1_517_363_400_250L);

  private final Bench bench = new Bench();

  private Bench.Texts consumer(Instant startAt) {
    var parts =
        ConsumerParts.of(Bench.SETTINGS.withStartAt(startAt), bench.statuses, bench.payloads)
            .withClock(bench.clock);
    return new Bench.Texts(bench, RecordCodec.utf8(), parts, record -> Outcome.done());
  }

  @Test
  void olderRecordsAreSkippedForGood() throws IOException {
    String events = event(record("1", "k", "a"), record("2", "k", "b"));

    assertThat(bench.handle(consumer(ARRIVED.plusMillis(1)), events)).isEqualTo(failures());
    assertThat(bench.handle(consumer(Instant.EPOCH), events)).isEqualTo(failures());

    assertThat(bench.given).isEmpty();
    assertThat(bench.statuses.batchRows().get(0).progress().ignored()).isEqualTo(IndexSet.of(0, 1));
  }

  @Test
  void recordsOfThatTimeAndLaterAreGiven() throws IOException {
    bench.handle(consumer(ARRIVED), event(record("1", "k", "a")));

    assertThat(bench.given).containsExactly("a");
  }
}
