package dev.tidemark.checkpoint.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.checkpoint.Bytes;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Our item sizes against what DynamoDB Local consumes, at the edge of a write unit. */
@ExtendWith(LocalServices.class)
final class ItemSizeTest {

  private final LocalServices.Clients clients;

  ItemSizeTest(LocalServices.Clients clients) {
    this.clients = clients;
  }

  private double consumed(Map<String, AttributeValue> item) {
    clients.metered().writeUnits().clear();
    clients.dynamoDb().putItem(r -> r.tableName(clients.table().name()).item(item));
    return clients.metered().writeUnits().get(0);
  }

  /** An item of exactly so many bytes by our count. */
  private static Map<String, AttributeValue> padded(
      Map<String, AttributeValue> attributes, int bytes) {
    Map<String, AttributeValue> item = new HashMap<>(attributes);
    item.put("pk", Values.text("size-" + UUID.randomUUID()));
    item.put("sk", Values.text("x"));
    item.put("pad", Values.text(""));
    item.put("pad", Values.text("p".repeat(bytes - ItemSize.of(item).bytes())));
    assertThat(ItemSize.of(item).bytes()).isEqualTo(bytes);
    return item;
  }

  private void assertExact(Map<String, AttributeValue> attributes) {
    for (int units = 1; units <= 3; units++) {
      assertThat(consumed(padded(attributes, units * 1_024))).isEqualTo(units);
      assertThat(consumed(padded(attributes, units * 1_024 + 1))).isEqualTo(units + 1);
      assertThat(ItemSize.of(padded(attributes, units * 1_024)).writeUnits()).isEqualTo(units);
    }
  }

  @Test
  void textCountsByTheByteOfItsNameAndValue() {
    assertExact(Map.of("náme", Values.text("välue 数据 \uD83C\uDF0A"), "empty", Values.text("")));
  }

  @Test
  void binaryCountsByTheByte() {
    assertExact(Map.of("low", Values.bytes(Bytes.wrap(new byte[17]))));
  }

  @Test
  void numbersOfOurRowsCountByTheirDigits() {
    assertExact(
        Map.of(
            "v", Values.number(1),
            "count", Values.number(10_000),
            "version", Values.number(123_456_789),
            "lease", AttributeValue.fromN("1767323100.001")));
  }
}
