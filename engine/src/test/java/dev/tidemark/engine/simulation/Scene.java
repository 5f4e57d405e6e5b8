package dev.tidemark.engine.simulation;

import dev.tidemark.checkpoint.Bytes;
import dev.tidemark.checkpoint.Delivery;
import dev.tidemark.checkpoint.Position;
import dev.tidemark.checkpoint.RecordError;
import dev.tidemark.checkpoint.SequenceNumber;
import dev.tidemark.checkpoint.ShardKey;
import dev.tidemark.checkpoint.SourceRecord;
import dev.tidemark.checkpoint.protocol.OrderMode;
import dev.tidemark.checkpoint.protocol.ProtocolSettings;
import dev.tidemark.checkpoint.protocol.RecordResult;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** The records of a shard, what the handler makes of each, and the settings: all by seed. */
final class Scene {

  static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  static final Duration TIMEOUT = Duration.ofSeconds(60);
  private static final List<OrderMode> ORDERS =
      List.of(OrderMode.PER_KEY, OrderMode.PER_KEY, OrderMode.PER_SHARD, OrderMode.NONE);
  private static final List<Nature> NATURES = List.of(Nature.values());
  private static final int MAX_RECORDS = 12;
  private static final int MAX_KEYS = 3;

  /** What the handler does with a record. */
  enum Nature {
    GOOD(0),
    UNWANTED(0),
    FAILS_ONCE(1),
    FAILS_TWICE(2),
    FAILS(Integer.MAX_VALUE),
    HOPELESS(Integer.MAX_VALUE);

    private final int failures;

    Nature(int failures) {
      this.failures = failures;
    }
  }

  final ShardKey shard = new ShardKey("simulation", "stream", "shardId-000000000000");
  final ProtocolSettings settings;
  final List<SourceRecord> records = new ArrayList<>();
  final List<Nature> natures = new ArrayList<>();
  final int pageSize;

  Scene(Random random) {
    boolean groups = random.nextInt(4) == 0;
    settings =
        new ProtocolSettings(
            1 + random.nextInt(3),
            ORDERS.get(random.nextInt(ORDERS.size())),
            1 + random.nextInt(4),
            groups ? 2 + random.nextInt(4) : 1,
            Duration.ofSeconds(1),
            Duration.ofSeconds(2),
            Duration.ofDays(8));
    pageSize = 1 + random.nextInt(5);
    int count = 2 + random.nextInt(MAX_RECORDS - 1);
    int keys = 1 + random.nextInt(MAX_KEYS);
    long number = 90L + random.nextInt(9);
    long sub = 0;
    for (int i = 0; i < count; i++) {
      boolean sameAggregate = random.nextInt(6) == 0;
      sub = sameAggregate ? sub + 1 : 0;
      number = sameAggregate ? number : number + 1 + random.nextInt(3);
      var position = new Position(new SequenceNumber(Long.toString(number)), sub);
      String key = "key-" + random.nextInt(keys);
      records.add(new SourceRecord(position, key, START, Bytes.EMPTY));
      natures.add(
          random.nextInt(3) > 0 ? Nature.GOOD : NATURES.get(random.nextInt(NATURES.size())));
    }
  }

  int size() {
    return records.size();
  }

  int indexOf(Position position) {
    for (int i = 0; i < records.size(); i++) {
      if (records.get(i).position().equals(position)) {
        return i;
      }
    }
    throw new AssertionError("no record at " + position);
  }

  Delivery delivery(List<Integer> indexes) {
    return new Delivery(shard, indexes.stream().map(records::get).toList());
  }

  /** What the handler says when it is given the record for the n-th time, n from 1. */
  RecordResult result(int index, int run) {
    Nature nature = natures.get(index);
    if (nature == Nature.HOPELESS) {
      return new RecordResult.Hopeless(new RecordError("Hopeless", "", ""));
    }
    if (run <= nature.failures) {
      return new RecordResult.Failed(new RecordError("Boom", "", ""));
    }
    return nature == Nature.UNWANTED ? new RecordResult.Ignored() : new RecordResult.Succeeded();
  }

  /** Whether the later record has to wait for the earlier one. */
  boolean waitsFor(int later, int earlier) {
    return switch (settings.order()) {
      case PER_KEY -> records.get(later).partitionKey().equals(records.get(earlier).partitionKey());
      case PER_SHARD -> true;
      case NONE -> false;
    };
  }
}
