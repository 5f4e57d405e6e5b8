package dev.tidemark.checkpoint.protocol;

import dev.tidemark.checkpoint.BatchSpan;
import dev.tidemark.checkpoint.ClaimId;
import dev.tidemark.checkpoint.Position;
import dev.tidemark.checkpoint.ShardKey;
import dev.tidemark.checkpoint.store.BatchRow;
import dev.tidemark.checkpoint.store.ObjectKey;
import dev.tidemark.checkpoint.store.Ownership;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where payloads lie: under consumer, stream, shard and date of arrival, in the {@code name=value}
 * form that Athena and Glue read as partitions.
 */
public final class PayloadKeys {

  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ISO_LOCAL_DATE.withZone(ZoneOffset.UTC);

  private static final Pattern BATCH =
      Pattern.compile(
          "batches/consumer=([^/]+)/stream=([^/]+)/shard=([^/]+)/date=([^/]+)/([0-9.]+)-[^/]+\\.ndjson\\.gz");

  private PayloadKeys() {}

  /** The payload, and so the manifest, of a batch. */
  public static ObjectKey batch(ShardKey shard, ClaimId claim, BatchSpan span) {
    return new ObjectKey("batches/" + stem(shard, claim, span) + ".ndjson.gz");
  }

  /** What the keys of all batches of a consumer begin with, and no other's. */
  public static String batchesOf(String consumer) {
    return "batches/consumer=" + consumer + "/";
  }

  /**
   * What a key that {@link #batch} made tells of its batch.
   *
   * @throws IllegalArgumentException when it made no such key
   */
  public static StoredBatch read(ObjectKey key) {
    Matcher parts = BATCH.matcher(key.value());
    if (!parts.matches()) {
      throw new IllegalArgumentException("not the key of a batch: '" + key + "'");
    }
    try {
      return new StoredBatch(
          key,
          new ShardKey(parts.group(1), parts.group(2), parts.group(3)),
          LocalDate.parse(parts.group(4)),
          Position.ofSortableText(parts.group(5)));
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("not the key of a batch: '" + key + "'", e);
    }
  }

  /**
   * The records of a batch that one write records as exhausted, with their errors.
   *
   * <p>A write that did not come through is followed by one with the same revision that may hold
   * more records. Objects are never overwritten, so how many are exhausted is part of the key.
   */
  public static ObjectKey exhausted(BatchRow row) {
    Ownership ownership = row.ownership();
    return new ObjectKey(
        "exhausted/"
            + stem(row.shard(), row.claim(), row.span())
            + "."
            + ownership.owner()
            + "-"
            + ownership.revision()
            + "-"
            + row.progress().exhausted().size()
            + ".ndjson.gz");
  }

  private static String stem(ShardKey shard, ClaimId claim, BatchSpan span) {
    return "consumer="
        + shard.consumer()
        + "/stream="
        + shard.stream()
        + "/shard="
        + shard.shard()
        + "/date="
        + DATE.format(span.firstArrivedAt())
        + "/"
        + span.last().toSortableText()
        + "-"
        + claim;
  }
}
