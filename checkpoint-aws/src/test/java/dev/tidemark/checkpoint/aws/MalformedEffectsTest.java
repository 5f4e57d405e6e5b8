package dev.tidemark.checkpoint.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.tidemark.checkpoint.store.CommitReply;
import dev.tidemark.checkpoint.store.Effects;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.Update;

/** Effects that DynamoDB will not take for their form, whatever the items are. */
@ExtendWith(LocalServices.class)
final class MalformedEffectsTest {

  private static final String SECRET = "s3cret";
  private static final int TOO_LARGE = 410 * 1024;

  private final LocalServices.Clients clients;
  private final CounterTable counters;
  private final DynamoDbStatusStore store;
  private final CommitRows rows = new CommitRows();
  private final String counter = "counter-" + UUID.randomUUID();

  MalformedEffectsTest(LocalServices.Clients clients) {
    this.clients = clients;
    this.counters = clients.counters();
    this.store = new DynamoDbStatusStore(clients.dynamoDb(), clients.table());
  }

  private static Update.Builder update() {
    return Update.builder()
        .tableName("counters")
        .key(CounterTable.key(SECRET))
        .updateExpression("SET a = :a")
        .expressionAttributeValues(Map.of(":a", Values.text(SECRET)));
  }

  private static Map<String, AttributeValue> values(AttributeValue value) {
    return Map.of(":a", value);
  }

  static Stream<Arguments> malformed() {
    return Stream.of(
        arguments("syntax", update().updateExpression("SAT a = :a")),
        arguments("unknown placeholder", update().updateExpression("SET a = :b")),
        arguments("other key", update().key(Map.of("other", Values.text(SECRET)))),
        arguments("key of another type", update().key(Map.of("id", Values.number(1)))),
        arguments(
            "no number",
            update().expressionAttributeValues(values(AttributeValue.fromN("12-" + SECRET)))),
        arguments("an update of the key", update().updateExpression("SET id = :a")),
        arguments(
            "too large",
            update().expressionAttributeValues(values(Values.text("x".repeat(TOO_LARGE))))),
        arguments(
            "adding to a text",
            update()
                .key(CounterTable.key("a-text"))
                .updateExpression("ADD a :a")
                .expressionAttributeValues(values(Values.number(1)))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("malformed")
  void theyAloneAreRefused(String what, Update.Builder malformed) {
    clients
        .dynamoDb()
        .putItem(
            put ->
                put.tableName("counters")
                    .item(Map.of("id", Values.text("a-text"), "a", Values.text(what))));
    List<Effects> effects =
        List.of(
            counters.count(counter),
            counters.count(counter + "-2").and(DynamoDbEffects.update(malformed.build())),
            counters.count(counter + "-3"));

    CommitReply reply = store.commit(rows.row(1), effects);

    assertThat(CommitRows.reasons(reply)).as("%s", reply).containsOnlyKeys(1);
    assertThat(reply.toString()).doesNotContain(SECRET, "xxx", counter);
    assertThat(counters.counted(counter)).isZero();
    assertThat(store.commit(rows.row(1), effects.subList(0, 1)))
        .isEqualTo(new CommitReply.Committed());
  }

  private DynamoDbEffects malformedEffects() {
    return DynamoDbEffects.update(update().updateExpression("SAT a = :a").build());
  }

  @Test
  void aLaterRevisionIsCommittedWithoutThem() {
    store.create(rows.row(1));
    CommitReply reply =
        store.commit(rows.row(2), List.of(malformedEffects(), counters.count(counter)));

    assertThat(CommitRows.reasons(reply)).containsOnlyKeys(0);
    assertThat(store.commit(rows.row(2), List.of(counters.count(counter))))
        .isEqualTo(new CommitReply.Committed());
    assertThat(counters.counted(counter)).isEqualTo(1);
  }

  @Test
  void allCulpritsAreNamedAtOnce() {
    List<Effects> effects = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      effects.add(i % 13 == 5 ? malformedEffects(i) : counters.count(counter + i));
    }

    CommitReply reply = store.commit(rows.row(1), effects);

    assertThat(CommitRows.reasons(reply)).containsOnlyKeys(5, 18, 31);
  }

  private DynamoDbEffects malformedEffects(int i) {
    return DynamoDbEffects.update(
        update().key(CounterTable.key(SECRET + i)).updateExpression("SAT a = :a").build());
  }

  @Test
  void ofTwoPutsWhoseKeyWasNamedWronglyTheLaterIsRefused() {
    CommitReply reply =
        store.commit(rows.row(1), List.of(putByColour("red"), putByColour("green")));

    assertThat(CommitRows.reasons(reply)).containsOnlyKeys(1);
    assertThat(reply.toString()).contains("multiple operations on one item");
  }

  private DynamoDbEffects putByColour(String colour) {
    return DynamoDbEffects.put(
        Put.builder()
            .tableName("counters")
            .item(Map.of("id", Values.text(counter), "colour", Values.text(colour)))
            .build(),
        "colour");
  }

  @Test
  void aWriteToTheRowItselfIsRefused() {
    Map<String, AttributeValue> item = BatchItem.encode(rows.row(1));
    var row =
        Update.builder()
            .tableName(clients.table().name())
            .key(Map.of("pk", item.get("pk"), "sk", item.get("sk")))
            .updateExpression("REMOVE a")
            .build();

    CommitReply reply =
        store.commit(rows.row(1), List.of(counters.count(counter), DynamoDbEffects.update(row)));

    assertThat(CommitRows.reasons(reply)).containsOnlyKeys(1);
  }

  @Test
  void aZombieIsFencedAlsoWithMalformedEffects() {
    store.create(rows.row("thief", 1));

    CommitReply reply = store.commit(rows.row(2), List.of(malformedEffects()));

    assertThat(reply).isEqualTo(new CommitReply.Fenced(Optional.of(rows.row("thief", 1))));
  }

  @Test
  void aFirstRevisionIsFencedByARowAlsoWithMalformedEffects() {
    store.create(rows.row("thief", 1));

    CommitReply reply = store.commit(rows.row(1), List.of(malformedEffects()));

    assertThat(reply).isEqualTo(new CommitReply.Fenced(Optional.of(rows.row("thief", 1))));
  }
}
