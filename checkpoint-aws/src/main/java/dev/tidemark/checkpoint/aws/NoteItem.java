package dev.tidemark.checkpoint.aws;

import dev.tidemark.checkpoint.Bytes;
import dev.tidemark.checkpoint.ShardKey;
import dev.tidemark.checkpoint.store.Note;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * A note as items. An item of DynamoDB ends at 400 KB, so a large note goes on in items of its own,
 * under a name that no other write has, which are there before the first item leads to them.
 *
 * @param note the note; its content is what stands in the first item
 * @param parts how many items follow
 * @param write the name of this write; empty when no item follows
 */
record NoteItem(Note note, int parts, String write) {

  static final String FORMAT = "v";
  static final AttributeValue FORMAT_VALUE = Values.number(1);
  static final String REVISION = "revision";

  /** So much of a note stands in one item. */
  static final int PART_BYTES = 350_000;

  private static final String SORT_KEY = "NOTE#";
  private static final String CONTENT = "content";
  private static final String PARTS = "parts";
  private static final String WRITE = "write";

  static Map<String, AttributeValue> key(ShardKey shard, String name) {
    return key(shard.toText(), SORT_KEY + name);
  }

  Map<String, AttributeValue> partKey(ShardKey shard, String name, int part) {
    return key(shard.toText(), SORT_KEY + name + '#' + write + '#' + part);
  }

  private static Map<String, AttributeValue> key(String partition, String sort) {
    return Map.of(
        CheckpointTable.PARTITION_KEY, Values.text(partition),
        CheckpointTable.SORT_KEY, Values.text(sort));
  }

  /** The first item. */
  Map<String, AttributeValue> first(ShardKey shard, String name) {
    var item = new HashMap<>(key(shard, name));
    item.put(FORMAT, FORMAT_VALUE);
    item.put(REVISION, Values.number(note.revision()));
    item.put(CONTENT, Values.bytes(note.content()));
    item.put(CheckpointTable.TIME_TO_LIVE, Values.number(secondsUp(note)));
    if (parts > 0) {
      item.put(PARTS, Values.number(parts));
      item.put(WRITE, Values.text(write));
    }
    return item;
  }

  /** An item that follows. */
  Map<String, AttributeValue> part(ShardKey shard, String name, int part, Bytes content) {
    var item = new HashMap<>(partKey(shard, name, part));
    item.put(FORMAT, FORMAT_VALUE);
    item.put(CONTENT, Values.bytes(content));
    item.put(CheckpointTable.TIME_TO_LIVE, Values.number(secondsUp(note)));
    return item;
  }

  private static long secondsUp(Note note) {
    return note.expiresAt().plusNanos(999_999_999).getEpochSecond();
  }

  /**
   * Reads a first item.
   *
   * @throws IllegalArgumentException when this is not one in this version's format
   */
  static NoteItem decode(Map<String, AttributeValue> item) {
    var reader = new ItemReader(item);
    reader.drop(CheckpointTable.PARTITION_KEY, CheckpointTable.SORT_KEY);
    reader.expect(FORMAT, FORMAT_VALUE);
    long revision = reader.longInteger(REVISION);
    Bytes content = reader.optionalBytes(CONTENT).orElse(Bytes.EMPTY);
    var expiresAt = reader.time(CheckpointTable.TIME_TO_LIVE);
    Optional<String> write = reader.optionalText(WRITE);
    int parts = write.isPresent() ? reader.integer(PARTS) : 0;
    reader.end();
    return new NoteItem(new Note(revision, content, expiresAt), parts, write.orElse(""));
  }

  /**
   * Reads an item that follows.
   *
   * @throws IllegalArgumentException when this is not one in this version's format
   */
  static Bytes decodePart(Map<String, AttributeValue> item) {
    var reader = new ItemReader(item);
    reader.expect(FORMAT, FORMAT_VALUE);
    return reader.optionalBytes(CONTENT).orElse(Bytes.EMPTY);
  }
}
