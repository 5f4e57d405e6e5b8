package dev.tidemark.checkpoint.protocol;

import java.util.HashSet;
import java.util.Set;

/** The partition keys that wait for an earlier record of the delivery. Not thread-safe. */
final class BlockedKeys {

  private final OrderMode order;
  private final Set<String> keys = new HashSet<>();
  private boolean any;

  BlockedKeys(OrderMode order) {
    this.order = order;
  }

  void block(String partitionKey) {
    any = true;
    keys.add(partitionKey);
  }

  boolean isBlocked(String partitionKey) {
    return switch (order) {
      case PER_KEY -> keys.contains(partitionKey);
      case PER_SHARD -> any;
      case NONE -> false;
    };
  }
}
