package dev.tidemark.handler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.checkpoint.Bytes;
import dev.tidemark.checkpoint.store.ObjectKey;
import dev.tidemark.checkpoint.store.PayloadStore;
import dev.tidemark.checkpoint.store.StoreException;
import java.io.IOException;
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
  void itAsksTheStoresAndWritesNothing() throws IOException {
    new Priming(bench.parts(bench.statuses, payloads)).beforeCheckpoint(Core.getGlobalContext());

    assertThat(asked).hasSize(1);
    assertThat(bench.statuses.shardRows()).isEmpty();
  }

  @Test
  void aConsumerWorksAfterItAsBefore() throws IOException {
    var priming = new Priming(bench.parts()).registered();
    priming.beforeCheckpoint(Core.getGlobalContext());
    priming.afterRestore(Core.getGlobalContext());

    String response =
        bench.handle(bench.texts(), EventJson.event(EventJson.record("1", "key", "data")));

    assertThat(response).isEqualTo("{\"batchItemFailures\":[]}");
    assertThat(bench.given).containsExactly("data");
  }
}
