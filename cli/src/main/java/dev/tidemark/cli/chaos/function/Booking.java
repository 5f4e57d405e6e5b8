package dev.tidemark.cli.chaos.function;

import dev.tidemark.checkpoint.aws.DynamoDbEffects;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.Update;

/**
 * An amount that a record adds to an account, in the transaction of its checkpoint.
 *
 * @param account the record's partition key: records of one account come one after the other
 *     anyway, so that transactions hardly ever meet
 * @param amount what is added, 1 to 97
 */
public record Booking(String account, long amount) {

  /** The table of the accounts. */
  public static final String TABLE = "chaos-accounts";

  /** The partition key of the table. */
  public static final String ACCOUNT = "account";

  /** The attribute that sums up. */
  public static final String BALANCE = "balance";

  private static final Pattern NUMBER = Pattern.compile("\"number\":(\\d+)");
  private static final int ONE_IN = 10;
  private static final int MOST = 97;

  public Booking {
    Objects.requireNonNull(account);
  }

  /** What a record books; one in ten does. */
  public static Optional<Booking> of(String partitionKey, String data) {
    Matcher number = NUMBER.matcher(data);
    if (!number.find()) {
      return Optional.empty();
    }
    long value = Long.parseLong(number.group(1));
    return value % ONE_IN == 0
        ? Optional.of(new Booking(partitionKey, value % MOST + 1))
        : Optional.empty();
  }

  DynamoDbEffects effects() {
    return DynamoDbEffects.update(
        Update.builder()
            .tableName(TABLE)
            .key(Map.of(ACCOUNT, AttributeValue.fromS(account)))
            .updateExpression("ADD " + BALANCE + " :amount")
            .expressionAttributeValues(
                Map.of(":amount", AttributeValue.fromN(Long.toString(amount))))
            .build());
  }
}
