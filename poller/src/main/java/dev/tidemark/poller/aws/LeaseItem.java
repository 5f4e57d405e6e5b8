package dev.tidemark.poller.aws;

import dev.tidemark.checkpoint.aws.CheckpointTable;
import dev.tidemark.poller.lease.ShardLease;
import dev.tidemark.poller.lease.ShardPosition;
import dev.tidemark.poller.lease.WorkerId;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * A lease as an item.
 *
 * @param partitionKey that of all leases of the consumer's stream
 * @param retention how long the item of a finished shard is kept
 */
record LeaseItem(String partitionKey, Duration retention, InstantSource clock) {

  static final String FORMAT = "v";
  static final AttributeValue FORMAT_VALUE = number(1);
  static final String REVISION = "revision";

  private static final String SORT_KEY = "LEASE#";
  private static final String PARENTS = "parents";
  private static final String START = "start";
  private static final String POSITION = "position";
  private static final String OWNER = "owner";
  private static final String WANTED_BY = "wantedBy";

  static AttributeValue number(long number) {
    return AttributeValue.fromN(Long.toString(number));
  }

  Map<String, AttributeValue> encode(ShardLease lease) {
    Map<String, AttributeValue> item = new HashMap<>();
    item.put(CheckpointTable.PARTITION_KEY, AttributeValue.fromS(partitionKey));
    item.put(CheckpointTable.SORT_KEY, AttributeValue.fromS(SORT_KEY + lease.shard()));
    item.put(FORMAT, FORMAT_VALUE);
    item.put(PARENTS, AttributeValue.fromS(String.join(",", lease.parents())));
    item.put(START, AttributeValue.fromS(lease.start().toText()));
    item.put(POSITION, AttributeValue.fromS(lease.position().toText()));
    lease.owner().ifPresent(owner -> item.put(OWNER, AttributeValue.fromS(owner.value())));
    lease.wantedBy().ifPresent(by -> item.put(WANTED_BY, AttributeValue.fromS(by.value())));
    item.put(REVISION, number(lease.revision()));
    if (lease.isEnded()) {
      long expiresAt = clock.instant().plus(retention).getEpochSecond();
      item.put(CheckpointTable.TIME_TO_LIVE, number(expiresAt));
    }
    return item;
  }

  /**
   * @throws IllegalArgumentException when this is not a lease in this version's format
   */
  static ShardLease decode(Map<String, AttributeValue> item) {
    if (!FORMAT_VALUE.equals(item.get(FORMAT))) {
      throw new IllegalArgumentException("not of format " + FORMAT_VALUE.n());
    }
    String sortKey = text(item, CheckpointTable.SORT_KEY);
    if (!sortKey.startsWith(SORT_KEY)) {
      throw new IllegalArgumentException("not the key of a lease: " + sortKey);
    }
    String parents = text(item, PARENTS);
    AttributeValue revision = item.get(REVISION);
    if (revision == null || revision.n() == null) {
      throw new IllegalArgumentException("no number in '" + REVISION + "'");
    }
    return new ShardLease(
        sortKey.substring(SORT_KEY.length()),
        parents.isEmpty() ? List.of() : List.of(parents.split(",", -1)),
        ShardPosition.ofText(text(item, START)),
        ShardPosition.ofText(text(item, POSITION)),
        worker(item, OWNER),
        worker(item, WANTED_BY),
        Long.parseLong(revision.n()));
  }

  private static Optional<WorkerId> worker(Map<String, AttributeValue> item, String name) {
    return item.containsKey(name) ? Optional.of(new WorkerId(text(item, name))) : Optional.empty();
  }

  private static String text(Map<String, AttributeValue> item, String name) {
    AttributeValue value = item.get(name);
    if (value == null || value.s() == null) {
      throw new IllegalArgumentException("no text in '" + name + "'");
    }
    return value.s();
  }
}
