package dev.tidemark;

import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * What a record of a DynamoDB stream says: one change to one item.
 *
 * @param kind what was done
 * @param keys the item's key attributes
 * @param newImage the item after the change, if the stream has it
 * @param oldImage the item before the change, if the stream has it
 * @param at when it was done, to the second
 * @param principal who did it when it was not a user: {@code dynamodb.amazonaws.com} for an item
 *     that time to live removed
 */
public record DynamoDbChange(
    Kind kind,
    Map<String, AttributeValue> keys,
    Optional<Map<String, AttributeValue>> newImage,
    Optional<Map<String, AttributeValue>> oldImage,
    Instant at,
    Optional<String> principal) {

  /** What was done to the item. */
  public enum Kind {
    /** It is new. */
    INSERT,
    /** It was there and has changed. */
    MODIFY,
    /** It is gone. */
    REMOVE
  }

  public DynamoDbChange {
    Objects.requireNonNull(kind);
    keys = Map.copyOf(keys);
    newImage = newImage.map(Map::copyOf);
    oldImage = oldImage.map(Map::copyOf);
    Objects.requireNonNull(at);
    Objects.requireNonNull(principal);
  }

  /** The kind only: items do not belong in logs. */
  @Override
  public String toString() {
    return kind.toString();
  }
}
