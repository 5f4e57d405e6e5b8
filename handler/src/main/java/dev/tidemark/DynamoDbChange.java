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

  /**
   * A key attribute.
   *
   * @throws IllegalArgumentException when the key has no such attribute
   */
  public AttributeValue key(String name) {
    AttributeValue value = keys.get(name);
    if (value == null) {
      throw new IllegalArgumentException("the item's key has no attribute '" + name + "'");
    }
    return value;
  }

  /** An attribute after the change, if the stream has it and it is there. */
  public Optional<AttributeValue> after(String name) {
    return newImage.map(image -> image.get(name));
  }

  /** An attribute before the change, if the stream has it and it was there. */
  public Optional<AttributeValue> before(String name) {
    return oldImage.map(image -> image.get(name));
  }

  /** The kind only: items do not belong in logs. */
  @Override
  public String toString() {
    return kind.toString();
  }
}
