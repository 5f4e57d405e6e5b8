package dev.tidemark.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** How a call is read from a request, and held against a grant. */
class GrantTest {

  private static final String TABLE = "arn:aws:dynamodb:us-east-1:000000000000:table/t";

  @Test
  void aPatternEndsWhereItSays() {
    var grant = new Grant("s3:GetObject", "arn:aws:s3:::b/batches/*", List.of());

    assertThat(grant.allows(Call.of("s3:GetObject", "arn:aws:s3:::b/batches/x/y"))).isTrue();
    assertThat(grant.allows(Call.of("s3:GetObject", "arn:aws:s3:::b/exhausted/x"))).isFalse();
    assertThat(grant.allows(Call.of("s3:PutObject", "arn:aws:s3:::b/batches/x"))).isFalse();
  }

  @Test
  void aGrantOnLeadingKeysNeedsOneThatMatches() {
    var grant = new Grant("dynamodb:PutItem", TABLE, List.of("orders#stream#*"));

    assertThat(grant.allows(put(Optional.of("orders#stream#shard-1")))).isTrue();
    assertThat(grant.allows(put(Optional.of("others#stream#shard-1")))).isFalse();
    assertThat(grant.allows(put(Optional.empty()))).isFalse();
  }

  private static Call put(Optional<String> key) {
    return new Call("dynamodb:PutItem", TABLE, key);
  }

  @Test
  void aTransactionIsTheCallsOfItsParts() {
    String request =
        """
        {"TransactItems":[
          {"Put":{"Item":{"id":{"S":"a"}},"TableName":"u"}},
          {"Update":{"TableName":"t","Key":{"pk":{"S":"c#s#h"},"sk":{"S":"SHARD"}}}}]}
        """;

    assertThat(DynamoDbCalls.of("TransactWriteItems", request))
        .containsExactly(
            Call.of("dynamodb:PutItem", "arn:aws:dynamodb:us-east-1:000000000000:table/u"),
            new Call("dynamodb:UpdateItem", TABLE, Optional.of("c#s#h")));
  }

  @Test
  void aQueryIsAboutThePartitionKeyAmongItsValues() {
    String request =
        """
        {"TableName":"t","ExpressionAttributeValues":{":l":{"S":"BATCH#1"},":p":{"S":"c#s#h"}}}
        """;

    assertThat(DynamoDbCalls.of("Query", request))
        .containsExactly(new Call("dynamodb:Query", TABLE, Optional.of("c#s#h")));
  }
}
