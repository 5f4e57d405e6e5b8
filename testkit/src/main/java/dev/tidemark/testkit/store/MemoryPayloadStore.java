package dev.tidemark.testkit.store;

import dev.tidemark.checkpoint.Bytes;
import dev.tidemark.checkpoint.store.ObjectKey;
import dev.tidemark.checkpoint.store.PayloadStore;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Payload objects in memory.
 *
 * <p>Thread-safe. Never throws a {@code StoreException}.
 */
public final class MemoryPayloadStore implements PayloadStore {

  private final Map<ObjectKey, Bytes> objects = new ConcurrentHashMap<>();

  /** A store with the same objects; a write to one of the two is not seen by the other. */
  public MemoryPayloadStore copy() {
    var copy = new MemoryPayloadStore();
    copy.objects.putAll(objects);
    return copy;
  }

  /** The keys of all objects, in order. */
  public List<ObjectKey> keys() {
    return objects.keySet().stream().sorted().toList();
  }

  @Override
  public PutReply putIfAbsent(ObjectKey key, Bytes content) {
    Objects.requireNonNull(content);
    return objects.putIfAbsent(key, content) == null ? PutReply.STORED : PutReply.ALREADY_THERE;
  }

  @Override
  public Optional<Bytes> get(ObjectKey key) {
    return Optional.ofNullable(objects.get(key));
  }
}
