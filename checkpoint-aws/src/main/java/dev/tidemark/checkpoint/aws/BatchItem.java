package dev.tidemark.checkpoint.aws;

import dev.tidemark.checkpoint.Attempts;
import dev.tidemark.checkpoint.BatchSpan;
import dev.tidemark.checkpoint.BatchStatus;
import dev.tidemark.checkpoint.Bytes;
import dev.tidemark.checkpoint.ClaimId;
import dev.tidemark.checkpoint.Cut;
import dev.tidemark.checkpoint.IndexSet;
import dev.tidemark.checkpoint.Position;
import dev.tidemark.checkpoint.ShardKey;
import dev.tidemark.checkpoint.codec.ProgressCode;
import dev.tidemark.checkpoint.store.BatchKey;
import dev.tidemark.checkpoint.store.BatchRow;
import dev.tidemark.checkpoint.store.InFlight;
import dev.tidemark.checkpoint.store.Ownership;
import dev.tidemark.checkpoint.store.Progress;
import dev.tidemark.checkpoint.store.RowTimes;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * A batch row as an item. Its key holds shard, last position and claim; they are not written twice.
 */
final class BatchItem {

  /** Before the first batch row of a shard. */
  private static final String SORT_KEY = "BATCH#";

  /** Behind the last batch row of a shard: {@code $} follows {@code #}. */
  static final String END = "BATCH$";

  static final String FORMAT = ShardItem.FORMAT;
  static final AttributeValue FORMAT_VALUE = ShardItem.FORMAT_VALUE;
  static final String STATUS = "status";
  static final String OWNER = "owner";
  static final String LEASE = "lease";
  static final String ATTEMPT = "attempt";
  static final String REVISION = "revision";

  private static final String FIRST = "first";
  private static final String COUNT = "count";
  private static final String ARRIVED = "arrived";
  private static final String CUT = "cut";
  private static final String LOW = "low";
  private static final String HIGH = "high";
  private static final String REST = "rest";
  private static final String ATTEMPTS = "attempts";
  private static final String IN_FLIGHT = "inFlight";
  private static final String IN_FLIGHT_ATTEMPT = "inFlightAttempt";
  private static final String DEATHS = "deaths";
  private static final String ERROR = "error";
  private static final String CREATED = "created";
  private static final String UPDATED = "updated";

  private BatchItem() {}

  static Map<String, AttributeValue> key(ShardKey shard, BatchKey key) {
    return Map.of(
        CheckpointTable.PARTITION_KEY,
        Values.text(shard.toText()),
        CheckpointTable.SORT_KEY,
        Values.text(sortKey(key)));
  }

  /** The sort key; its order as text is the order of batch keys, as {@code #} sorts low. */
  static String sortKey(BatchKey key) {
    return from(key.last()) + '#' + key.claim();
  }

  /** At or before every sort key of a batch that ends at this position, and behind all earlier. */
  static String from(Position last) {
    return SORT_KEY + last.toSortableText();
  }

  /** Behind this key and before the next: no claim id has a character as low as {@code !}. */
  static String behind(BatchKey key) {
    return sortKey(key) + '!';
  }

  static Map<String, AttributeValue> encode(BatchRow row) {
    Map<String, AttributeValue> item = new HashMap<>(key(row.shard(), row.key()));
    item.put(FORMAT, FORMAT_VALUE);
    item.put(FIRST, Values.text(row.span().first().toSortableText()));
    item.put(COUNT, Values.number(row.span().count()));
    item.put(ARRIVED, Values.time(row.span().firstArrivedAt()));
    row.span().cut().ifPresent(cut -> item.put(CUT, Values.text(cut.toText())));
    item.put(STATUS, Values.text(row.status().name()));
    item.put(OWNER, Values.text(row.ownership().owner().value()));
    item.put(LEASE, Values.time(row.ownership().leaseUntil()));
    item.put(ATTEMPT, Values.number(row.ownership().attempt()));
    item.put(REVISION, Values.number(row.ownership().revision()));
    putProgress(item, row);
    row.errorSummary().ifPresent(text -> item.put(ERROR, Values.text(text)));
    item.put(CREATED, Values.time(row.times().createdAt()));
    item.put(UPDATED, Values.time(row.times().updatedAt()));
    row.times()
        .expiresAt()
        .ifPresent(time -> item.put(CheckpointTable.TIME_TO_LIVE, Values.time(roundUp(time))));
    if (isOpen(row.status())) {
      item.put(CheckpointTable.OPEN_STATUS, openStatus(row.shard().consumer(), row.status()));
      item.put(CheckpointTable.OPEN_SINCE, openSince(row));
    }
    return item;
  }

  private static void putProgress(Map<String, AttributeValue> item, BatchRow row) {
    Progress progress = row.progress();
    var code = ProgressCode.of(progress);
    if (code.isSucceededElsewhere(row.span().count())) {
      item.put(REST, Values.text(BatchStatus.SUCCEEDED.name()));
    } else if (!code.low().isEmpty()) {
      item.put(LOW, Values.bytes(code.low().encode()));
    }
    if (!code.high().isEmpty()) {
      item.put(HIGH, Values.bytes(code.high().encode()));
    }
    if (!progress.attempts().isNone()) {
      item.put(ATTEMPTS, Values.bytes(progress.attempts().encode()));
    }
    if (!progress.inFlight().isNone()) {
      item.put(IN_FLIGHT, Values.bytes(progress.inFlight().lines().encode()));
      item.put(IN_FLIGHT_ATTEMPT, Values.number(progress.inFlight().attempt()));
    }
    if (!progress.inFlight().deaths().isNone()) {
      item.put(DEATHS, Values.bytes(progress.inFlight().deaths().encode()));
    }
  }

  /** Whether batches of this status are in the index of open ones. */
  static boolean isOpen(BatchStatus status) {
    return switch (status) {
      case IN_PROGRESS, FAILED, EXHAUSTED -> true;
      case SUCCEEDED, ABANDONED -> false;
    };
  }

  static AttributeValue openStatus(String consumer, BatchStatus status) {
    return Values.text(consumer + '#' + status);
  }

  /** The second of its creation, which as text always has the same length, and its place. */
  static AttributeValue openSince(BatchRow row) {
    Instant created = row.times().createdAt().truncatedTo(ChronoUnit.SECONDS);
    return Values.text(
        created + "#" + row.shard().shard() + '#' + row.span().last().toSortableText());
  }

  /** Time to live counts whole seconds, and must not come early. */
  private static Instant roundUp(Instant time) {
    return time.getNano() == 0 ? time : Instant.ofEpochSecond(time.getEpochSecond() + 1);
  }

  /**
   * @throws IllegalArgumentException when this is not a batch row in this version's format
   */
  static BatchRow decode(Map<String, AttributeValue> item) {
    var reader = new ItemReader(item);
    reader.expect(FORMAT, FORMAT_VALUE);
    ShardKey shard = ShardKey.ofText(reader.text(CheckpointTable.PARTITION_KEY));
    BatchKey key = batchKey(reader.text(CheckpointTable.SORT_KEY));
    int count = reader.integer(COUNT);
    var row =
        new BatchRow(
            shard,
            key.claim(),
            new BatchSpan(
                Position.ofSortableText(reader.text(FIRST)),
                key.last(),
                count,
                reader.time(ARRIVED),
                reader.optionalText(CUT).map(Cut::ofText)),
            BatchStatus.valueOf(reader.text(STATUS)),
            ownership(reader),
            progress(reader, count),
            reader.optionalText(ERROR),
            new RowTimes(
                reader.time(CREATED),
                reader.time(UPDATED),
                reader.optionalTime(CheckpointTable.TIME_TO_LIVE)));
    reader.drop(CheckpointTable.OPEN_STATUS, CheckpointTable.OPEN_SINCE);
    reader.end();
    return row;
  }

  private static Ownership ownership(ItemReader reader) {
    return new Ownership(
        new ClaimId(reader.text(OWNER)),
        reader.time(LEASE),
        reader.integer(ATTEMPT),
        reader.integer(REVISION));
  }

  private static Progress progress(ItemReader reader, int lines) {
    IndexSet high = lines(reader.optionalBytes(HIGH), lines);
    Attempts attempts = attempts(reader.optionalBytes(ATTEMPTS), lines);
    boolean isRestDone = reader.expectIfThere(REST, Values.text(BatchStatus.SUCCEEDED.name()));
    var code =
        isRestDone
            ? ProgressCode.succeededElsewhere(high, lines)
            : new ProgressCode(lines(reader.optionalBytes(LOW), lines), high);
    return new Progress(
        code.succeeded(), code.ignored(), code.exhausted(), attempts, inFlight(reader, lines));
  }

  private static InFlight inFlight(ItemReader reader, int lines) {
    Optional<Bytes> marked = reader.optionalBytes(IN_FLIGHT);
    Attempts deaths = attempts(reader.optionalBytes(DEATHS), lines);
    return marked.isPresent()
        ? new InFlight(
            IndexSet.decode(marked.get(), lines), reader.integer(IN_FLIGHT_ATTEMPT), deaths)
        : new InFlight(IndexSet.EMPTY, 0, deaths);
  }

  private static Attempts attempts(Optional<Bytes> encoded, int lines) {
    return encoded.map(bytes -> Attempts.decode(bytes, lines)).orElse(Attempts.NONE);
  }

  private static IndexSet lines(Optional<Bytes> encoded, int lines) {
    return encoded.map(bytes -> IndexSet.decode(bytes, lines)).orElse(IndexSet.EMPTY);
  }

  /**
   * @throws IllegalArgumentException when this is not the sort key of a batch row
   */
  static BatchKey batchKey(String sortKey) {
    String[] parts = sortKey.split("#", -1);
    if (parts.length != 3 || !sortKey.startsWith(SORT_KEY)) {
      throw new IllegalArgumentException("not the key of a batch row: '" + sortKey + "'");
    }
    return new BatchKey(Position.ofSortableText(parts[1]), new ClaimId(parts[2]));
  }
}
