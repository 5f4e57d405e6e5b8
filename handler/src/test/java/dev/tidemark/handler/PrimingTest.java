package dev.tidemark.handler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.checkpoint.BatchStatus;
import dev.tidemark.checkpoint.Bytes;
import dev.tidemark.checkpoint.protocol.CheckpointMode;
import dev.tidemark.checkpoint.protocol.Durability;
import dev.tidemark.checkpoint.protocol.PayloadPolicy;
import dev.tidemark.checkpoint.store.BatchRow;
import dev.tidemark.checkpoint.store.ObjectKey;
import dev.tidemark.checkpoint.store.PayloadStore;
import dev.tidemark.checkpoint.store.StoreException;
import dev.tidemark.engine.ClaimIds;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.crac.Core;
import org.junit.jupiter.api.Test;

/** What happens before a snapshot is taken. */
class PrimingTest {

  private final Bench bench = new Bench();
  private final List<ObjectKey> asked = new ArrayList<>();

  private final PayloadStore payloads =
      new PayloadStore() {
        @Override
        public PutReply putIfAbsent(ObjectKey key, Bytes content) {
          throw new AssertionError("priming writes nothing");
        }

        @Override
        public Optional<Bytes> get(ObjectKey key) {
          asked.add(key);
          throw new StoreException(StoreException.Kind.MISCONFIGURED, "no such bucket");
        }
      };

  @Test
  void itSendsTheStoresWhatTheyRefuseAndWritesNothing() throws Exception {
    new Priming(bench.parts(bench.statuses, payloads)).beforeCheckpoint(Core.getGlobalContext());

    assertThat(asked).hasSize(1);
    assertThat(bench.statuses.shardRows()).isEmpty();
    assertThat(bench.statuses.batchRows()).isEmpty();
  }

  @Test
  void itRehearsesABatchThatIsRecordedAsSucceeded() throws Exception {
    Deliveries one = delivery();

    Optional<BatchRow> row =
        Rehearsal.of(one, Bench.SETTINGS.protocol(), new ClaimIds().next("rehearsal"));

    assertThat(row)
        .hasValueSatisfying(
            recorded -> {
              assertThat(recorded.status()).isEqualTo(BatchStatus.SUCCEEDED);
              assertThat(recorded.shard()).isEqualTo(one.delivery().shard());
            });
  }

  @Test
  void withoutCheckpointsThereIsNothingToSend() throws Exception {
    var off =
        Bench.SETTINGS
            .protocol()
            .withDurability(new Durability(CheckpointMode.OFF, PayloadPolicy.ALWAYS, 0));

    assertThat(Rehearsal.of(delivery(), off, new ClaimIds().next("rehearsal"))).isEmpty();
  }

  private static Deliveries delivery() throws IOException {
    List<EventRecord> records =
        EventReader.read(
            new ByteArrayInputStream(
                EventJson.event(EventJson.record("1", "key", "data"))
                    .getBytes(StandardCharsets.UTF_8)));
    return Deliveries.of("bench", Bench.SETTINGS.aggregates(), records).getFirst();
  }

  @Test
  void aConsumerWorksAfterItAsBefore() throws Exception {
    var priming = new Priming(bench.parts()).registered();
    priming.beforeCheckpoint(Core.getGlobalContext());
    priming.afterRestore(Core.getGlobalContext());

    String response =
        bench.handle(bench.texts(), EventJson.event(EventJson.record("1", "key", "data")));

    assertThat(response).isEqualTo("{\"batchItemFailures\":[]}");
    assertThat(bench.given).containsExactly("data");
  }
}
