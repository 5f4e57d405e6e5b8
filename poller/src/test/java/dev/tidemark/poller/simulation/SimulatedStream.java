package dev.tidemark.poller.simulation;

import dev.tidemark.checkpoint.Bytes;
import dev.tidemark.checkpoint.Position;
import dev.tidemark.checkpoint.SourceRecord;
import dev.tidemark.poller.lease.ListedShard;
import dev.tidemark.poller.lease.ShardPosition;
import dev.tidemark.poller.shard.ShardStep.News;
import dev.tidemark.poller.shard.StreamSource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;

/** A stream that is put to, split and merged by chance, and answers by chance. */
final class SimulatedStream implements StreamSource {

  private static final class Shard {
    final ListedShard name;
    final List<SourceRecord> records = new ArrayList<>();
    boolean closed;

    Shard(ListedShard name) {
      this.name = name;
    }
  }

  private final Map<String, Shard> shards = new LinkedHashMap<>();
  private final Random chance;
  private double trouble;
  private int numbers;

  SimulatedStream(int shards, Random chance, double trouble) {
    this.chance = chance;
    this.trouble = trouble;
    for (int i = 0; i < shards; i++) {
      add(List.of());
    }
  }

  private void add(List<String> parents) {
    String id = "shardId-" + shards.size();
    shards.put(id, new Shard(new ListedShard(id, parents)));
  }

  private Shard shard(String id) {
    return Objects.requireNonNull(shards.get(id));
  }

  private List<Shard> open() {
    return shards.values().stream().filter(shard -> !shard.closed).toList();
  }

  void put() {
    List<Shard> open = open();
    int number = ++numbers;
    var record =
        new SourceRecord(
            Position.of(String.valueOf(number)), "key", Instant.EPOCH, Bytes.ofUtf8("r" + number));
    open.get(chance.nextInt(open.size())).records.add(record);
  }

  void split() {
    List<Shard> open = open();
    Shard parent = open.get(chance.nextInt(open.size()));
    parent.closed = true;
    add(List.of(parent.name.id()));
    add(List.of(parent.name.id()));
  }

  void merge() {
    List<Shard> open = open();
    if (open.size() < 2) {
      return;
    }
    Shard one = open.get(0);
    Shard other = open.get(1);
    one.closed = true;
    other.closed = true;
    add(List.of(one.name.id(), other.name.id()));
  }

  void calm() {
    trouble = 0;
  }

  List<SourceRecord> records(String id) {
    return shard(id).records;
  }

  boolean isClosed(String id) {
    return shard(id).closed;
  }

  int openShards() {
    return open().size();
  }

  @Override
  public String arn() {
    return "arn:simulated:stream/s";
  }

  @Override
  public List<ListedShard> shards() {
    return shards.values().stream().map(shard -> shard.name).toList();
  }

  @Override
  public News open(String shard, ShardPosition from) {
    if (chance.nextDouble() < trouble) {
      return new News.ReadFailed();
    }
    return switch (from) {
      case ShardPosition.Horizon horizon -> new News.Opened("0");
      case ShardPosition.At at -> new News.Opened("0");
      case ShardPosition.After after -> new News.Opened(after.record().digits());
      case ShardPosition.Ended ended -> throw new AssertionError("a finished shard is read again");
    };
  }

  @Override
  public News read(String shard, String cursor, int atMost) {
    double luck = chance.nextDouble();
    if (luck < trouble) {
      return luck < trouble / 2 ? new News.ReadFailed() : new News.CursorExpired();
    }
    Position from = Position.of(cursor);
    List<SourceRecord> rest =
        shard(shard).records.stream().filter(r -> r.position().isAfter(from)).toList();
    List<SourceRecord> some = rest.subList(0, Math.min(atMost, rest.size()));
    boolean end = shard(shard).closed && some.size() == rest.size();
    String next = some.isEmpty() ? cursor : some.getLast().position().sequenceNumber().digits();
    return new News.Got(some, end ? Optional.empty() : Optional.of(next), Duration.ZERO);
  }
}
