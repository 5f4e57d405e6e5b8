package dev.tidemark.checkpoint.aws;

import dev.tidemark.checkpoint.Bytes;
import dev.tidemark.checkpoint.codec.EpochSeconds;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Reads an item strictly: each attribute once, with the type that it must have, and at the end
 * nothing may be left. What this version does not know it must not overwrite.
 *
 * <p>Every method throws {@link IllegalArgumentException} when the item is not as expected.
 */
final class ItemReader {

  private final Map<String, AttributeValue> left;

  ItemReader(Map<String, AttributeValue> item) {
    left = new HashMap<>(item);
  }

  /** The names of the attributes that were not read yet. */
  Set<String> names() {
    return new TreeSet<>(left.keySet());
  }

  void end() {
    if (!left.isEmpty()) {
      throw new IllegalArgumentException("unknown attributes " + names());
    }
  }

  /** Reads an attribute whose value is known. */
  void expect(String name, AttributeValue value) {
    AttributeValue found = take(name).orElseThrow(() -> missing(name));
    if (!found.equals(value)) {
      throw new IllegalArgumentException(
          "attribute '" + name + "' is " + found + " and not " + value);
    }
  }

  /** Reads an attribute that may be absent and otherwise has this value; whether it is there. */
  boolean expectIfThere(String name, AttributeValue value) {
    boolean isThere = left.containsKey(name);
    if (isThere) {
      expect(name, value);
    }
    return isThere;
  }

  /** Passes over attributes that say nothing more than others do. */
  void drop(String... names) {
    for (String name : names) {
      left.remove(name);
    }
  }

  String text(String name) {
    return optionalText(name).orElseThrow(() -> missing(name));
  }

  Optional<String> optionalText(String name) {
    return take(name)
        .map(value -> Optional.ofNullable(value.s()).orElseThrow(() -> otherType(name, "text")));
  }

  int integer(String name) {
    return Integer.parseInt(number(name));
  }

  long longInteger(String name) {
    return Long.parseLong(number(name));
  }

  Instant time(String name) {
    return EpochSeconds.time(number(name));
  }

  Optional<Instant> optionalTime(String name) {
    return optionalNumber(name).map(EpochSeconds::time);
  }

  Optional<Bytes> optionalBytes(String name) {
    return take(name)
        .map(value -> Optional.ofNullable(value.b()).orElseThrow(() -> otherType(name, "binary")))
        .map(bytes -> Bytes.copyOf(bytes.asByteBuffer()));
  }

  private String number(String name) {
    return optionalNumber(name).orElseThrow(() -> missing(name));
  }

  private Optional<String> optionalNumber(String name) {
    return take(name)
        .map(value -> Optional.ofNullable(value.n()).orElseThrow(() -> otherType(name, "number")));
  }

  private Optional<AttributeValue> take(String name) {
    return Optional.ofNullable(left.remove(name));
  }

  private static IllegalArgumentException missing(String name) {
    return new IllegalArgumentException("attribute '" + name + "' is missing");
  }

  private static IllegalArgumentException otherType(String name, String type) {
    return new IllegalArgumentException("attribute '" + name + "' is not a " + type);
  }
}
