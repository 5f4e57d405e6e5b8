package dev.tidemark.checkpoint.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.checkpoint.store.CommitReply;
import dev.tidemark.checkpoint.store.Effects;
import dev.tidemark.local.FaultPlan;
import dev.tidemark.local.LocalService;
import dev.tidemark.local.ServiceTap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * What a commit costs, counted in requests and in items: DynamoDB takes two write units for each
 * item of a transaction and each 1 KB of it, by "Managing complex workflows with DynamoDB
 * transactions" in its developer guide. DynamoDB Local reports four units for each table, however
 * many items there are, so that its report is of no use here.
 */
@ExtendWith(LocalServices.class)
final class CommitCostTest {

  private final ServiceTap tap;
  private final List<Integer> items = new CopyOnWriteArrayList<>();
  private final DynamoDbClient client;
  private final CounterTable counters;
  private final DynamoDbStatusStore store;
  private final CommitRows rows = new CommitRows();

  CommitCostTest(LocalServices.Clients clients) {
    tap =
        ServiceTap.faulty(
            clients.aws().endpoint(LocalService.DYNAMODB),
            request -> request.target().replaceAll(".*\\.", ""),
            FaultPlan.none(),
            (request, status) -> items.add(items(request)));
    client = LocalServices.dynamoDb(tap.endpoint());
    counters = new CounterTable(client, clients.counters().name());
    store = new DynamoDbStatusStore(client, clients.table());
  }

  private static int items(ServiceTap.Request request) {
    return request.body().toUtf8().split("\"TableName\"", -1).length - 1;
  }

  @AfterEach
  void stop() {
    client.close();
    tap.close();
  }

  private List<Effects> effects(int count) {
    return IntStream.range(0, count)
        .<Effects>mapToObj(i -> counters.count("counter-" + UUID.randomUUID()))
        .toList();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 10, 99})
  void aCommitIsOneRequestOfTheRowAndEachWrite(int writes) {
    store.create(rows.row(1));
    CommitReply reply = store.commit(rows.row(2), effects(writes));

    assertThat(reply).isEqualTo(new CommitReply.Committed());
    assertThat(tap.counts()).isEqualTo(Map.of("PutItem", 1L, "TransactWriteItems", 1L));
    assertThat(items).containsExactly(1, writes + 1);
  }

  @Test
  void aFenceAndARefusalForAConditionAreOneRequestEach() {
    String once = "counter-" + UUID.randomUUID();
    store.commit(rows.row(1), List.of(counters.countOnce(once)));

    CommitReply refused = store.commit(rows.row(2), List.of(counters.countOnce(once)));
    CommitReply fenced = store.commit(rows.row("zombie", 2), List.of(counters.countOnce(once)));

    assertThat(CommitRows.reasons(refused)).hasSize(1);
    assertThat(fenced).isEqualTo(new CommitReply.Fenced(Optional.of(rows.row(1))));
    assertThat(tap.counts()).isEqualTo(Map.of("TransactWriteItems", 3L));
  }
}
