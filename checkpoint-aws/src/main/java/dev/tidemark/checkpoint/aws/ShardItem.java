package dev.tidemark.checkpoint.aws;

import dev.tidemark.checkpoint.ClaimId;
import dev.tidemark.checkpoint.Position;
import dev.tidemark.checkpoint.ShardKey;
import dev.tidemark.checkpoint.codec.SlotText;
import dev.tidemark.checkpoint.store.ShardRow;
import dev.tidemark.checkpoint.store.Slot;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * A shard row as an item.
 *
 * <p>Each slot is an attribute of its own at the top level, so that one update adds one and removes
 * others without having read them, also when there is no item yet: a path into a map that is not
 * there would be an error. DynamoDB counts names and values by the byte, so a slot is one text.
 */
final class ShardItem {

  static final String SORT_KEY = "SHARD";
  static final String FORMAT = "v";
  static final AttributeValue FORMAT_VALUE = Values.number(1);
  static final String FRONTIER = "frontier";
  static final String VERSION = "version";

  private static final String SLOT = "s#";

  private ShardItem() {}

  static Map<String, AttributeValue> key(ShardKey shard) {
    return Map.of(
        CheckpointTable.PARTITION_KEY,
        Values.text(shard.toText()),
        CheckpointTable.SORT_KEY,
        Values.text(SORT_KEY));
  }

  /** The name of the attribute that holds this claim's slot. */
  static String slotName(ClaimId claim) {
    return SLOT + claim;
  }

  static AttributeValue slotValue(Slot slot) {
    return Values.text(SlotText.encode(slot));
  }

  /**
   * @throws IllegalArgumentException when this is not a shard row in this version's format
   */
  static ShardRow decode(Map<String, AttributeValue> item) {
    var reader = new ItemReader(item);
    reader.expect(FORMAT, FORMAT_VALUE);
    reader.expect(CheckpointTable.SORT_KEY, Values.text(SORT_KEY));
    ShardKey shard = ShardKey.ofText(reader.text(CheckpointTable.PARTITION_KEY));
    Position frontier = Position.ofSortableText(reader.text(FRONTIER));
    long version = reader.longInteger(VERSION);
    List<Slot> slots = new ArrayList<>();
    for (String name : reader.names()) {
      if (name.startsWith(SLOT)) {
        slots.add(SlotText.decode(new ClaimId(name.substring(SLOT.length())), reader.text(name)));
      }
    }
    reader.end();
    return new ShardRow(shard, frontier, version, slots);
  }
}
