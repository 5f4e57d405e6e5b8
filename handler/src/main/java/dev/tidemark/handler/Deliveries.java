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
    Map<ShardKey, ShardRecords> byShard = new LinkedHashMap<>();
    EventRecord last = null;
    ShardRecords shard = new ShardRecords();
    for (EventRecord record : records) {
      if (last == null || !record.isOfSameShard(last)) {
        shard = byShard.computeIfAbsent(shardKey(consumer, record), key -> new ShardRecords());
      }
      last = record;
      List<Aggregate.Part> parts =
          record.damage().isEmpty() ? Aggregate.parts(record.source().data()) : List.of();
      if (parts.isEmpty()) {
        shard.add(record);
      } else {
        add(record, parts, aggregates, shard);
      }
    }
    return byShard.entrySet().stream()
        .map(entry -> of(entry.getKey(), entry.getValue().inOrder()))
        .toList();
  }

  private static void add(
      EventRecord aggregate,
      List<Aggregate.Part> parts,
      Aggregates aggregates,
      ShardRecords shard) {
    SourceRecord whole = aggregate.source();
    SequenceNumber number = whole.position().sequenceNumber();
    switch (aggregates) {
      case KEEP -> {
        var position = new Position(number, Position.WHOLE_AGGREGATE);
        var kept =
            new SourceRecord(position, whole.partitionKey(), whole.arrivedAt(), whole.data());
        shard.add(aggregate.with(kept));
      }
      case OPEN -> {
        for (int i = 0; i < parts.size(); i++) {
          Aggregate.Part part = parts.get(i);
          var position = new Position(number, i);
          var opened =
              new SourceRecord(position, part.partitionKey(), whole.arrivedAt(), part.data());
          shard.add(aggregate.with(opened));
        }
      }
    }
  }

  private static Deliveries of(ShardKey shard, List<EventRecord> ordered) {
    List<SourceRecord> sources = ordered.stream().map(EventRecord::source).toList();
    Map<Position, String> damaged = new LinkedHashMap<>();
    for (EventRecord record : ordered) {
      record.damage().ifPresent(damage -> damaged.put(record.source().position(), damage));
    }
    return new Deliveries(new Delivery(shard, sources), damaged);
  }

  /** The records of one shard as they come, which is nearly always in order. */
  private static final class ShardRecords {
    private final List<EventRecord> records = new ArrayList<>();
    private boolean ascending = true;

    void add(EventRecord record) {
      ascending &=
          records.isEmpty() || position(records.get(records.size() - 1)).isBefore(position(record));
      records.add(record);
    }

    /** By position, and of those with the same only the first. */
    List<EventRecord> inOrder() {
      if (ascending) {
        return records;
      }
      Map<Position, EventRecord> ordered = new TreeMap<>();
      records.forEach(record -> ordered.putIfAbsent(position(record), record));
      return List.copyOf(ordered.values());
    }

    private static Position position(EventRecord record) {
      return record.source().position();
    }
  }

  private static ShardKey shardKey(String consumer, EventRecord record) {
    try {
      return new ShardKey(consumer, record.stream(), record.shard());
    } catch (IllegalArgumentException e) {
      throw new EventException("the event names an impossible shard: " + e.getMessage(), e);
    }
  }
}
