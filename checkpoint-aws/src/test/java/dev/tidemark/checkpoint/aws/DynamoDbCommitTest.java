package dev.tidemark.checkpoint.aws;

import dev.tidemark.checkpoint.store.Effects;
import dev.tidemark.checkpoint.store.StatusStore;
import dev.tidemark.testkit.contract.EffectsContract;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LocalServices.class)
final class DynamoDbCommitTest extends EffectsContract {

  private final StatusStore store;
  private final CounterTable counters;

  DynamoDbCommitTest(LocalServices.Clients clients) {
    store = new DynamoDbStatusStore(clients.dynamoDb(), clients.table());
    counters = clients.counters();
  }

  @Override
  public StatusStore store() {
    return store;
  }

  @Override
  public Effects count(String... names) {
    return counters.count(names);
  }

  @Override
  public Effects countOnce(String... names) {
    return counters.countOnce(names);
  }

  @Override
  public long counted(String counter) {
    return counters.counted(counter);
  }
}
