package dev.tidemark.checkpoint;

import java.util.regex.Pattern;

/**
 * A shard as one consumer sees it: consumers with different names keep separate checkpoints of the
 * same shard.
 *
 * @param consumer the consumer's name, 1 to 128 characters of {@code a-z A-Z 0-9 . _ -}
 * @param stream the stream's name, the same characters
 * @param shard the shard's id, for example {@code shardId-000000000000}, the same characters
 */
public record ShardKey(String consumer, String stream, String shard) {

  private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9._-]{1,128}");

  /**
   * @throws IllegalArgumentException when a part is empty, too long or has another character
   */
  public ShardKey {
    requireName("consumer name", consumer);
    requireName("stream name", stream);
    requireName("shard id", shard);
  }

  private static void requireName(String what, String name) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          what + " must be 1 to 128 characters of a-z A-Z 0-9 . _ -, is '" + name + "'");
    }
  }

  /** {@code consumer#stream#shard}, unambiguous because no part can hold a {@code #}. */
  public String toText() {
    return consumer + '#' + stream + '#' + shard;
  }

  /**
   * Reads what {@link #toText()} wrote.
   *
   * @throws IllegalArgumentException when the text is anything else
   */
  public static ShardKey ofText(String text) {
    String[] parts = text.split("#", -1);
    if (parts.length != 3) {
      throw new IllegalArgumentException("not consumer#stream#shard: '" + text + "'");
    }
    return new ShardKey(parts[0], parts[1], parts[2]);
  }

  @Override
  public String toString() {
    return toText();
  }
}
