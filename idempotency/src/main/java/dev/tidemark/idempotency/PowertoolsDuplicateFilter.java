package dev.tidemark.idempotency;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tidemark.DuplicateFilter;
import dev.tidemark.KinesisRecord;
import dev.tidemark.Outcome;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * Drops what a producer sent twice, by a key of your business, with the table and the persistence
 * store of AWS Lambda Powertools' idempotency module.
 *
 * <pre>{@code
 * DuplicateFilter duplicates =
 *     PowertoolsDuplicateFilter.onTable("idempotency", DynamoDbClient.create())
 *         .remembering(Duration.ofDays(7))
 *         .by(Order.class, Order::id);
 *
 * public Orders() {
 *   super(new OrderCodec(),
 *       ConsumerParts.onAws(ConsumerSettings.fromEnvironment()).withDuplicateFilter(duplicates));
 * }
 * }</pre>
 *
 * <p>The table is one as Powertools wants it: partition key {@code id} of type string, time to live
 * on {@code expiration}. A consumer of a stream has keys of its own; all its shards share them. A
 * key is stored as a hash.
 *
 * <p>Of records with the same key
 *
 * <ul>
 *   <li>the first is processed; when it is done or skipped, later ones are ignored for as long as
 *       keys are remembered, counted from then;
 *   <li>while it is being processed others are tried again later, which costs them an attempt;
 *   <li>when it fails, or is exhausted, the key is free at once, and the next one that comes is the
 *       first;
 *   <li>when its invocation dies, the key is free for others from the invocation's deadline on, and
 *       a few seconds for clocks that differ. The record itself is not held up by its own earlier
 *       attempt: it is processed again unless that had completed.
 * </ul>
 *
 * A record whose key is null or blank is always processed.
 *
 * <p>It narrows the window for double effects, it does not close it: a process that dies between an
 * effect and the end of its record repeats that record. Each record costs two writes, a duplicate a
 * refused write and a read.
 *
 * <p>Thread-safe. A DynamoDB error in {@link #admit} or {@link #settle} is thrown as the SDK throws
 * it and counts as a failed attempt.
 */
public final class PowertoolsDuplicateFilter implements DuplicateFilter {

  private static final Duration CLOCK_SKEW = Duration.ofSeconds(2);
  private static final int MAX_ROUNDS = 3;

  private final KeyRows rows;
  private final Duration memory;
  private final InstantSource clock;
  private final Function<KinesisRecord<?>, Optional<String>> key;

  private PowertoolsDuplicateFilter(Table table, Function<KinesisRecord<?>, Optional<String>> key) {
    this.rows = new KeyRows(table.name, table.client);
    this.memory = table.memory;
    this.clock = table.clock;
    this.key = key;
  }

  /** Keys live in this table; they are remembered for a day unless said otherwise. */
  public static Table onTable(String name, DynamoDbClient client) {
    return new Table(name, client, Duration.ofDays(1), Clock.systemUTC());
  }

  /** Where keys live and for how long. Immutable. */
  public static final class Table {
    private final String name;
    private final DynamoDbClient client;
    private final Duration memory;
    private final InstantSource clock;

    private Table(String name, DynamoDbClient client, Duration memory, InstantSource clock) {
      this.name = Objects.requireNonNull(name);
      this.client = Objects.requireNonNull(client);
      this.memory = memory;
      this.clock = Objects.requireNonNull(clock);
    }

    /**
     * How long a processed key is remembered.
     *
     * @throws IllegalArgumentException when it is below one minute
     */
    public Table remembering(Duration memory) {
      if (memory.compareTo(Duration.ofMinutes(1)) < 0) {
        throw new IllegalArgumentException("a key is remembered for 1 minute or more: " + memory);
      }
      return new Table(name, client, memory, clock);
    }

    /** The clock of expiries; DynamoDB's time to live goes by the real time whatever this says. */
    public Table withClock(InstantSource clock) {
      return new Table(name, client, memory, clock);
    }

    /**
     * A filter by a key of the decoded value.
     *
     * @param type what the consumer's codec decodes to
     * @param key the business key; null or blank when a value has none
     */
    public <T> PowertoolsDuplicateFilter by(
        Class<T> type, Function<? super T, ? extends @Nullable String> key) {
      Objects.requireNonNull(type);
      Objects.requireNonNull(key);
      return new PowertoolsDuplicateFilter(
          this,
          record -> {
            if (!type.isInstance(record.value())) {
              throw new IllegalStateException(
                  "the duplicate filter is for %s, the codec made a %s"
                      .formatted(type.getName(), record.value().getClass().getName()));
            }
            return Optional.<String>ofNullable(key.apply(type.cast(record.value())))
                .filter(text -> !text.isBlank());
          });
    }
  }

  @Override
  public Decision admit(KinesisRecord<?> record) {
    return key.apply(record).map(text -> admit(record, id(record, text))).orElse(Decision.FIRST);
  }

  private Decision admit(KinesisRecord<?> record, String id) {
    for (int round = 0; round < MAX_ROUNDS; round++) {
      Instant now = clock.instant();
      Instant end = end(now, record);
      if (rows.putIfFree(KeyRow.inProgress(id, end, holder(record)), now)) {
        return Decision.FIRST;
      }
      Optional<Holding> found = rows.read(id).filter(holding -> holding.countsAt(now));
      if (found.isEmpty()) {
        continue; // it was released or expired between the two calls
      }
      Holding seen = found.get();
      if (seen.stage() == Holding.Stage.COMPLETED) {
        return Decision.DUPLICATE;
      }
      if (!seen.holder().startsWith(attempts(record))) {
        return Decision.BUSY;
      }
      if (rows.putInPlaceOf(seen, KeyRow.inProgress(id, later(end, seen), holder(record)))) {
        return Decision.FIRST;
      }
    }
    return Decision.BUSY;
  }

  /** Every new claim has a later expiry than the one that it replaces; {@link KeyRows} needs it. */
  private static Instant later(Instant end, Holding seen) {
    Instant next = seen.expiry().plusSeconds(1);
    return end.isAfter(next) ? end : next;
  }

  @Override
  public void settle(KinesisRecord<?> record, Outcome outcome) {
    key.apply(record).ifPresent(text -> settle(record, outcome, id(record, text)));
  }

  private void settle(KinesisRecord<?> record, Outcome outcome, String id) {
    Instant now = clock.instant();
    switch (outcome) {
      case Outcome.Done done ->
          rows.complete(KeyRow.completed(id, now.plus(memory), holder(record)));
      case Outcome.Skip skip ->
          rows.complete(KeyRow.completed(id, now.plus(memory), holder(record)));
      case Outcome.Retry retry -> release(record, id, now);
      case Outcome.Unavailable down -> release(record, id, now);
      case Outcome.Exhaust exhaust -> release(record, id, now);
    }
  }

  /** Only if it is still held by this very attempt: a zombie must not free what another holds. */
  private void release(KinesisRecord<?> record, String id, Instant now) {
    KeyRow released = KeyRow.inProgress(id, now.minusSeconds(1), holder(record));
    rows.read(id)
        .filter(seen -> seen.stage() == Holding.Stage.IN_PROGRESS)
        .filter(seen -> seen.holder().equals(holder(record)))
        .ifPresent(seen -> rows.putInPlaceOf(seen, released));
  }

  /** When a claim of this invocation may be taken over, in whole seconds as the table has them. */
  private static Instant end(Instant now, KinesisRecord<?> record) {
    return now.plus(record.remainingTime()).plus(CLOCK_SKEW).plusMillis(999);
  }

  private static String attempts(KinesisRecord<?> record) {
    return record.idempotencyKey() + '@';
  }

  private static String holder(KinesisRecord<?> record) {
    return attempts(record) + record.requestId();
  }

  private static String id(KinesisRecord<?> record, String key) {
    String scope = record.shard().consumer() + '#' + record.shard().stream() + '#';
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(key.getBytes(UTF_8));
      return scope + HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }
}
