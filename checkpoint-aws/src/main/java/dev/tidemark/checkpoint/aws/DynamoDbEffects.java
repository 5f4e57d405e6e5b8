package dev.tidemark.checkpoint.aws;

import dev.tidemark.checkpoint.store.Effects;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import software.amazon.awssdk.services.dynamodb.model.ConditionCheck;
import software.amazon.awssdk.services.dynamodb.model.Delete;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.Update;

/**
 * Writes to DynamoDB tables that become durable in the same transaction as their record's
 * checkpoint, see {@link DynamoDbStatusStore#commit}. Made of the SDK's own {@link Put}, {@link
 * Update}, {@link Delete} and {@link ConditionCheck}, with any conditions:
 *
 * <pre>{@code
 * DynamoDbEffects.update(Update.builder().tableName("accounts").key(account)...build())
 *     .and(DynamoDbEffects.put(Put.builder().tableName("bookings").item(booking)...build(), "id"))
 * }</pre>
 *
 * <p>The tables are in the account and region of the checkpoints' table: that is how far a
 * transaction of DynamoDB reaches. The function's role needs {@code dynamodb:PutItem}, {@code
 * UpdateItem}, {@code DeleteItem} and {@code ConditionCheckItem} on them, as they are used.
 *
 * <p>All factories throw {@link IllegalArgumentException} when a write is not whole: no table, no
 * key, no update expression, no condition in a check, an attribute without a value. No message
 * holds attribute values.
 *
 * <p>Immutable and thread-safe.
 */
public final class DynamoDbEffects implements Effects {

  /** How many writes a commit takes at most: DynamoDB's 100 without the checkpoint's row. */
  public static final int MAX_WRITES = 99;

  /**
   * How many bytes a commit takes at most: DynamoDB's 4 MB without a row of the largest size, which
   * is 400 KB, and some reserve.
   */
  public static final long MAX_BYTES = 3_500_000;

  private final List<EffectWrite> writes;

  private DynamoDbEffects(List<EffectWrite> writes) {
    this.writes = List.copyOf(writes);
  }

  private static DynamoDbEffects of(EffectWrite write) {
    return new DynamoDbEffects(List.of(write));
  }

  /**
   * Puts an item into a table whose primary key is a partition key alone.
   *
   * @param partitionKey the name of the table's partition key; the item has to hold it. A put does
   *     not say what its key is, and no two writes of one transaction may have the same
   */
  public static DynamoDbEffects put(Put put, String partitionKey) {
    return of(EffectWrite.put(put, List.of(partitionKey)));
  }

  /**
   * Puts an item into a table whose primary key is a partition key and a sort key.
   *
   * @param partitionKey the name of the table's partition key; the item has to hold it
   * @param sortKey the name of the table's sort key; the item has to hold it
   */
  public static DynamoDbEffects put(Put put, String partitionKey, String sortKey) {
    return of(EffectWrite.put(put, List.of(partitionKey, sortKey)));
  }

  /** Updates an item, or creates it. */
  public static DynamoDbEffects update(Update update) {
    return of(EffectWrite.update(update));
  }

  /** Deletes an item. */
  public static DynamoDbEffects delete(Delete delete) {
    return of(EffectWrite.delete(delete));
  }

  /** Writes nothing, and lets the others be written only if this holds. */
  public static DynamoDbEffects check(ConditionCheck check) {
    return of(EffectWrite.check(check));
  }

  /**
   * These and the others, all or nothing.
   *
   * @throws IllegalArgumentException when two of them are about the same item, or they are more
   *     than {@value #MAX_WRITES}
   */
  public DynamoDbEffects and(DynamoDbEffects others) {
    var all = new ArrayList<>(writes);
    Set<String> targets = targets();
    for (EffectWrite write : others.writes) {
      if (!targets.add(write.target().name())) {
        throw new IllegalArgumentException(
            "two writes of one item of table '%s': DynamoDB takes one in a transaction, make one of them"
                .formatted(write.target().table()));
      }
      all.add(write);
    }
    if (all.size() > MAX_WRITES) {
      throw new IllegalArgumentException(
          "%d writes: DynamoDB takes %d beside a checkpoint".formatted(all.size(), MAX_WRITES));
    }
    return new DynamoDbEffects(all);
  }

  @Override
  public int size() {
    return writes.size();
  }

  /**
   * {@inheritDoc}
   *
   * <p>An update, a delete and a check count with their keys, expressions and values: how large the
   * item in the table is, is not known.
   */
  @Override
  public long bytes() {
    return writes.stream().mapToLong(EffectWrite::bytes).sum();
  }

  /** The items that are written to or checked, as table and primary key. They hold data. */
  @Override
  public Set<String> targets() {
    var targets = new LinkedHashSet<String>();
    writes.forEach(write -> targets.add(write.target().name()));
    return targets;
  }

  List<EffectWrite> writes() {
    return writes;
  }

  /** How many they are and how large, and no data. */
  @Override
  public String toString() {
    return "DynamoDbEffects[writes=%d, bytes=%d]".formatted(size(), bytes());
  }
}
