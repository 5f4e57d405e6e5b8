package dev.tidemark.effects;

import dev.tidemark.ConsumerParts;
import dev.tidemark.KinesisConsumer;
import dev.tidemark.KinesisRecord;
import dev.tidemark.Outcome;
import dev.tidemark.checkpoint.aws.DynamoDbEffects;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.Update;

/** The consumer that the page about effects shows: the partition key is the account's. */
public class Payments extends KinesisConsumer<Payments.Payment> {

  public Payments() {
    super(data -> Payment.parse(data.toUtf8()));
  }

  @Override
  protected Outcome process(KinesisRecord<Payment> record) {
    String account = record.partitionKey();
    Payment payment = record.value();
    return Outcome.done(book(account, payment).and(add(account, payment)));
  }

  /** The balance of an account that is there grows. */
  private static DynamoDbEffects add(String account, Payment payment) {
    return DynamoDbEffects.update(
        Update.builder()
            .tableName("accounts")
            .key(Map.of("account", AttributeValue.fromS(account)))
            .updateExpression("ADD balance :amount")
            .conditionExpression("attribute_exists(account)")
            .expressionAttributeValues(
                Map.of(":amount", AttributeValue.fromN(String.valueOf(payment.amount()))))
            .build());
  }

  /** A payment is booked once, also when its producer sent it twice. */
  private static DynamoDbEffects book(String account, Payment payment) {
    return DynamoDbEffects.put(
        Put.builder()
            .tableName("bookings")
            .item(
                Map.of(
                    "payment", AttributeValue.fromS(payment.id()),
                    "account", AttributeValue.fromS(account)))
            .conditionExpression("attribute_not_exists(payment)")
            .build(),
        "payment");
  }

  /** A line such as {@code p-17 250}. */
  public record Payment(String id, long amount) {
    static Payment parse(String line) {
      String[] words = line.split(" ", 2);
      return new Payment(words[0], Long.parseLong(words[1]));
    }
  }

  /** For tests, which choose the stores. */
  public Payments(ConsumerParts parts) {
    super(data -> Payment.parse(data.toUtf8()), parts);
  }
}
