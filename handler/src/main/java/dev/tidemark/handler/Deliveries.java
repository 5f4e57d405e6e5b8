package dev.tidemark.handler;

import dev.tidemark.checkpoint.Delivery;
import dev.tidemark.checkpoint.Position;
import dev.tidemark.checkpoint.ShardKey;
import dev.tidemark.checkpoint.SourceRecord;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The records of an event, by shard.
 *
 * <p>The mapping puts one shard into an invocation. Should an event hold several all the same, each
 * is a delivery of its own. A position that stands in the event twice counts once, and records out
 * of order are put in order.
 *
 * @param delivery the records of one shard
 * @param damaged what is wrong with those that could not be read, by position
 */
record Deliveries(Delivery delivery, Map<Position, String> damaged) {

  Deliveries {
    damaged = Map.copyOf(damaged);
  }

  /**
   * @throws EventException when a name in the event cannot be one of a stream or shard
   */
  static List<Deliveries> of(String consumer, List<EventRecord> records) {
    Map<ShardKey, TreeMap<Position, EventRecord>> byShard = new LinkedHashMap<>();
    for (EventRecord record : records) {
      byShard
          .computeIfAbsent(shardKey(consumer, record), shard -> new TreeMap<>())
          .putIfAbsent(record.source().position(), record);
    }
    var deliveries = new ArrayList<Deliveries>();
    byShard.forEach((shard, ordered) -> deliveries.add(of(shard, ordered)));
    return deliveries;
  }

  private static Deliveries of(ShardKey shard, TreeMap<Position, EventRecord> ordered) {
    List<SourceRecord> sources = ordered.values().stream().map(EventRecord::source).toList();
    Map<Position, String> damaged = new LinkedHashMap<>();
    ordered.forEach(
        (position, record) -> record.damage().ifPresent(damage -> damaged.put(position, damage)));
    return new Deliveries(new Delivery(shard, sources), damaged);
  }

  private static ShardKey shardKey(String consumer, EventRecord record) {
    try {
      return new ShardKey(consumer, record.stream(), record.shard());
    } catch (IllegalArgumentException e) {
      throw new EventException("the event names an impossible shard: " + e.getMessage(), e);
    }
  }
}
