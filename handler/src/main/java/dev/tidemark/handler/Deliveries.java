package dev.tidemark.handler;

import dev.tidemark.Aggregates;
import dev.tidemark.checkpoint.Delivery;
import dev.tidemark.checkpoint.Position;
import dev.tidemark.checkpoint.SequenceNumber;
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
 * of order are put in order. An aggregate stands here as the records that are in it, or as one of a
 * position of its own kind.
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
  static List<Deliveries> of(String consumer, Aggregates aggregates, List<EventRecord> records) {
    Map<ShardKey, TreeMap<Position, EventRecord>> byShard = new LinkedHashMap<>();
    for (EventRecord record : records) {
      var ordered = byShard.computeIfAbsent(shardKey(consumer, record), shard -> new TreeMap<>());
      List<Aggregate.Part> parts =
          record.damage().isEmpty() ? Aggregate.parts(record.source().data()) : List.of();
      if (parts.isEmpty()) {
        ordered.putIfAbsent(record.source().position(), record);
      } else {
        add(record, parts, aggregates, ordered);
      }
    }
    var deliveries = new ArrayList<Deliveries>();
    byShard.forEach((shard, ordered) -> deliveries.add(of(shard, ordered)));
    return deliveries;
  }

  private static void add(
      EventRecord aggregate,
      List<Aggregate.Part> parts,
      Aggregates aggregates,
      TreeMap<Position, EventRecord> ordered) {
    SourceRecord whole = aggregate.source();
    SequenceNumber number = whole.position().sequenceNumber();
    switch (aggregates) {
      case KEEP -> {
        var position = new Position(number, Position.WHOLE_AGGREGATE);
        var kept =
            new SourceRecord(position, whole.partitionKey(), whole.arrivedAt(), whole.data());
        ordered.putIfAbsent(position, aggregate.with(kept));
      }
      case OPEN -> {
        for (int i = 0; i < parts.size(); i++) {
          Aggregate.Part part = parts.get(i);
          var position = new Position(number, i);
          var opened =
              new SourceRecord(position, part.partitionKey(), whole.arrivedAt(), part.data());
          ordered.putIfAbsent(position, aggregate.with(opened));
        }
      }
    }
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
