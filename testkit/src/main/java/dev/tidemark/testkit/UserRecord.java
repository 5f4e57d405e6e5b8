package dev.tidemark.testkit;

import dev.tidemark.checkpoint.Bytes;
import java.util.Objects;

/**
 * A record as a producer means it, before a library packs it together with others.
 *
 * @param partitionKey its key
 * @param data its bytes
 */
public record UserRecord(String partitionKey, Bytes data) {

  public UserRecord {
    Objects.requireNonNull(partitionKey);
    Objects.requireNonNull(data);
  }

  /** A record of UTF-8 text. */
  public static UserRecord of(String partitionKey, String text) {
    return new UserRecord(partitionKey, Bytes.ofUtf8(text));
  }
}
