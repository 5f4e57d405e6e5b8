package dev.tidemark.handler;

import static dev.tidemark.handler.Bench.failures;
import static dev.tidemark.handler.EventJson.event;
import static dev.tidemark.handler.EventJson.record;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.KinesisBatch;
import dev.tidemark.Outcome;
import dev.tidemark.RecordCodec;
import dev.tidemark.checkpoint.protocol.Saved;
import java.net.ConnectException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** What a consumer says of what it needs and finds down, and what it has recorded on the way. */
class OutageTest {

  private static final Duration OPEN = Duration.ofSeconds(10);
  private static final String EVENT = event(record("1", "a", "one"), record("2", "a", "two"));

  private final Bench bench = new Bench();
  private final AtomicBoolean down = new AtomicBoolean(true);

  private Outcome call() {
    return down.get() ? Outcome.unavailable(new ConnectException("refused")) : Outcome.done();
  }

  @Test
  void anOutageCostsNoAttemptHoweverLongItLasts() throws Exception {
    var consumer = bench.texts(record -> call());
    for (int i = 0; i < 8; i++) {
      assertThat(bench.handle(consumer, EVENT)).isEqualTo(failures("1"));
      bench.clock.advance(OPEN);
    }
    down.set(false);

    assertThat(bench.handle(consumer, EVENT)).isEqualTo(failures());
    assertThat(bench.exhausted()).isEmpty();
    assertThat(bench.given).hasSize(10).containsSubsequence("one", "one", "one", "two");
  }

  @Test
  void whileTheCircuitIsOpenDeliveriesAreRefusedWithoutACall() throws Exception {
    var consumer = bench.texts(record -> call());
    bench.handle(consumer, EVENT);
    long version = bench.statuses.shardRows().get(0).version();
    int revision = bench.statuses.batchRows().get(0).ownership().revision();

    String refused = bench.handle(consumer, EVENT);

    assertThat(refused).isEqualTo(failures("1"));
    assertThat(bench.given).containsExactly("one");
    assertThat(bench.statuses.shardRows().get(0).version()).isEqualTo(version);
    assertThat(bench.statuses.batchRows().get(0).ownership().revision()).isEqualTo(revision);
  }

  @Test
  void theFirstAnswerClosesTheCircuit() throws Exception {
    var consumer = bench.texts(record -> call());
    bench.handle(consumer, EVENT);
    bench.clock.advance(OPEN);
    down.set(false);

    assertThat(bench.handle(consumer, EVENT)).isEqualTo(failures());
    assertThat(bench.handle(consumer, event(record("3", "a", "three")))).isEqualTo(failures());
  }

  @Test
  void whatPartsTellApartAsAnOutageIsOneAlsoWhenItIsThrown() throws Exception {
    var parts = bench.parts().withOutages(thrown -> thrown instanceof ConnectException);
    var consumer =
        new Bench.Texts(
            bench,
            RecordCodec.utf8(),
            parts,
            record -> {
              throw new ConnectException("refused");
            });
    for (int i = 0; i < 5; i++) {
      bench.handle(consumer, EVENT);
      bench.clock.advance(OPEN);
    }

    assertThat(bench.exhausted()).isEmpty();
    assertThat(bench.statuses.batchRows().get(0).progress().attempts().of(0)).isZero();
  }

  @Test
  void aBatchCanHaveRecordedWhatItHasFinished() throws Exception {
    var recorded = new ArrayList<Integer>();
    var consumer =
        bench.batches(
            batch -> {
              batch.finish(0, Outcome.skip());
              assertThat(save(batch)).isEqualTo(Saved.YES);
              bench.statuses.batchRows().forEach(row -> recorded.add(row.progress().finished()));
              return Collections.nCopies(batch.size(), Outcome.done());
            });

    assertThat(bench.handle(consumer, EVENT)).isEqualTo(failures());
    assertThat(recorded).containsExactly(1);
    var progress = bench.statuses.batchRows().get(0).progress();
    assertThat(List.of(progress.ignored().size(), progress.succeeded().size()))
        .containsExactly(1, 1);
  }

  private static Saved save(KinesisBatch<String> batch) {
    try {
      return batch.checkpoint();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
