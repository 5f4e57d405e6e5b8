package dev.tidemark.proof;

import dev.tidemark.checkpoint.Bytes;
import dev.tidemark.checkpoint.Delivery;
import dev.tidemark.checkpoint.Position;
import dev.tidemark.checkpoint.SequenceNumber;
import dev.tidemark.checkpoint.ShardKey;
import dev.tidemark.checkpoint.SourceRecord;
import dev.tidemark.checkpoint.protocol.OrderMode;
import dev.tidemark.mapping.Command;
import dev.tidemark.mapping.MappedRecord;
import dev.tidemark.mapping.ShardMapping;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A shard of a world: its records as the producer put them, and its mapping. */
final class WorldShard {

  private static final Duration BETWEEN_REDRIVES = Duration.ofSeconds(1);

  final int number;
  final ShardKey key;

  /** Delivered by the mapping, not yet begun. */
  final Deque<Command.Invoke> toInvoke = new ArrayDeque<>();

  /** What was delivered before and may come again. */
  final List<List<MappedRecord>> delivered = new ArrayList<>();

  ShardMapping mapping;
  Optional<Instant> wakeUp = Optional.empty();

  /** Which mapping this is, as it can be made anew. */
  int epoch;

  /** How many records the producer will still put. */
  int remaining;

  private final Scenery scenery;
  private final History history;
  private final List<MappedRecord> records = new ArrayList<>();
  private final List<List<MappedRecord>> redriven = new ArrayList<>();
  private final Map<SequenceNumber, List<WorldRecord>> parts = new HashMap<>();
  private final List<WorldRecord> all = new ArrayList<>();
  private final int keys;
  private Instant nextRedriveAt = Instant.MIN;
  private long next;
  private int trimmed;
  private int polled;

  WorldShard(int number, int remaining, Scenery scenery, History history) {
    this.number = number;
    this.remaining = remaining;
    this.scenery = scenery;
    this.history = history;
    String shard = "shardId-00000000000" + number;
    this.key = new ShardKey("proof", "stream", shard);
    this.mapping = ShardMapping.start(scenery.rules(shard));
    this.keys = 1 + scenery.dice.below(4);
    long power = scenery.dice.oneIn(2) ? 100 : 1_000_000_000_000L;
    this.next = power - scenery.dice.below(8);
  }

  /** The producer puts one record, which may pack several of them together. */
  void produce(Instant now) {
    Dice dice = scenery.dice;
    remaining--;
    next += 1L + dice.below(3);
    var number = new SequenceNumber(Long.toString(next));
    String outer = "k" + dice.below(keys);
    int size = dice.oneIn(7) ? 2 + dice.below(2) : 1;
    Bytes data = scenery.policies.of(dice.oneIn(5) ? Bytes.ofUtf8("x") : Bytes.EMPTY);
    var own = new ArrayList<WorldRecord>();
    for (int sub = 0; sub < size; sub++) {
      String inner = size > 1 && scenery.oneLane ? "k" + dice.below(keys) : outer;
      var source = new SourceRecord(new Position(number, sub), inner, now, data);
      var record =
          new WorldRecord(
              history.records().size(),
              source,
              scenery.policies.of(Natures.draw(dice)),
              before(inner));
      history.add(key, record);
      own.add(record);
      all.add(record);
    }
    parts.put(number, own);
    records.add(new MappedRecord(number, outer, now, data));
  }

  private List<WorldRecord> before(String partitionKey) {
    OrderMode order = scenery.protocol.order();
    return switch (order) {
      case NONE -> List.of();
      case PER_SHARD -> List.copyOf(all);
      case PER_KEY ->
          all.stream()
              .filter(record -> record.source().partitionKey().equals(partitionKey))
              .toList();
    };
  }

  List<WorldRecord> partsOf(SequenceNumber number) {
    return parts.getOrDefault(number, List.of());
  }

  Delivery delivery(List<MappedRecord> batch) {
    var sources = new ArrayList<SourceRecord>();
    for (MappedRecord record : batch) {
      partsOf(record.sequenceNumber()).forEach(part -> sources.add(part.source()));
    }
    return new Delivery(key, sources);
  }

  boolean hasUnpolled() {
    return polled < records.size();
  }

  /** The next records that the mapping polls. */
  List<MappedRecord> poll(int most) {
    int to = Math.min(records.size(), polled + most);
    List<MappedRecord> some = List.copyOf(records.subList(polled, to));
    polled = to;
    return some;
  }

  /**
   * Up to so many of the records that were delivered before, in their order from one of them on.
   */
  List<MappedRecord> deliveredFrom(MappedRecord first, int most) {
    var known = new HashSet<SequenceNumber>();
    delivered.forEach(batch -> batch.forEach(record -> known.add(record.sequenceNumber())));
    return records.subList(records.indexOf(first), records.size()).stream()
        .filter(record -> known.contains(record.sequenceNumber()))
        .limit(most)
        .toList();
  }

  /** These records were opened again, and are to be delivered until they are finished. */
  void redrive(List<Position> positions) {
    List<MappedRecord> meant =
        records.stream()
            .filter(
                record ->
                    partsOf(record.sequenceNumber()).stream()
                        .anyMatch(part -> positions.contains(part.source().position())))
            .toList();
    if (!meant.isEmpty()) {
      redriven.add(meant);
    }
  }

  /** Whether these are all the parts of the records that they are of. */
  boolean areWhole(List<Position> positions) {
    return positions.stream()
        .flatMap(position -> partsOf(position.sequenceNumber()).stream())
        .allMatch(part -> positions.contains(part.source().position()));
  }

  /** The next of them to deliver; an operator asks again only after a while. */
  Optional<List<MappedRecord>> nextRedrive(Instant now) {
    if (!hasRedrives() || now.isBefore(nextRedriveAt)) {
      return Optional.empty();
    }
    nextRedriveAt = now.plus(BETWEEN_REDRIVES);
    return redriven.stream().findFirst();
  }

  private boolean hasRedrives() {
    redriven.removeIf(batch -> batch.stream().noneMatch(this::hasOpenPart));
    return !redriven.isEmpty();
  }

  private boolean hasOpenPart(MappedRecord record) {
    return partsOf(record.sequenceNumber()).stream()
        .map(history::of)
        .anyMatch(known -> known.redriven && !known.isFinished());
  }

  /** Whether there is nothing to do before something new is put. */
  boolean isIdle() {
    return !hasUnpolled() && toInvoke.isEmpty() && mapping.isIdle() && !hasRedrives();
  }

  /** A mapping made anew, which begins with the oldest record that the stream has. */
  void restart() {
    epoch++;
    mapping = ShardMapping.start(scenery.rules(key.shard()));
    polled = trimmed;
    toInvoke.clear();
    wakeUp = Optional.empty();
  }

  /** The stream forgets all that was polled. */
  void trim() {
    trimmed = polled;
    delivered.clear();
  }
}
