package dev.tidemark.proof;

import dev.tidemark.checkpoint.Bytes;
import dev.tidemark.checkpoint.Position;
import dev.tidemark.checkpoint.store.ObjectKey;
import dev.tidemark.checkpoint.store.PayloadStore;
import dev.tidemark.testkit.protocol.PositionLines;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The payload objects of a world, and what can be read from them. */
final class Payloads implements PayloadStore {

  private final Map<ObjectKey, Bytes> objects = new HashMap<>();
  private final Map<ObjectKey, List<Position>> lines = new HashMap<>();
  private final Set<ReadableError> errors = new HashSet<>();

  private record ReadableError(String shard, Position position) {}

  @Override
  public PutReply putIfAbsent(ObjectKey key, Bytes content) {
    if (objects.putIfAbsent(key, content) != null) {
      return PutReply.ALREADY_THERE;
    }
    List<Position> positions = PositionLines.positions(content);
    lines.put(key, positions);
    if (key.value().startsWith("exhausted/")) {
      positions.forEach(position -> errors.add(new ReadableError(shardOf(key.value()), position)));
    }
    return PutReply.STORED;
  }

  @Override
  public Optional<Bytes> get(ObjectKey key) {
    return Optional.ofNullable(objects.get(key));
  }

  /** The positions that an object holds, in order; none when there is no such object. */
  List<Position> lines(ObjectKey key) {
    return lines.getOrDefault(key, List.of());
  }

  /** Whether a record of a shard is readable as exhausted, with its error. */
  boolean hasError(String shard, Position position) {
    return errors.contains(new ReadableError(shard, position));
  }

  private static String shardOf(String key) {
    int from = key.indexOf("/shard=") + "/shard=".length();
    return key.substring(from, key.indexOf('/', from));
  }
}
