package dev.tidemark.proof.explore;

import dev.tidemark.checkpoint.Bytes;
import dev.tidemark.checkpoint.ClaimId;
import dev.tidemark.checkpoint.Delivery;
import dev.tidemark.checkpoint.Position;
import dev.tidemark.checkpoint.RecordError;
import dev.tidemark.checkpoint.ShardKey;
import dev.tidemark.checkpoint.SourceRecord;
import dev.tidemark.checkpoint.protocol.Invocation;
import dev.tidemark.checkpoint.protocol.OrderMode;
import dev.tidemark.checkpoint.protocol.Pacing;
import dev.tidemark.checkpoint.protocol.ProtocolSettings;
import dev.tidemark.checkpoint.protocol.RecordResult;
import dev.tidemark.proof.sabotage.Sabotage;
import dev.tidemark.proof.sabotage.Surroundings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/**
 * What the numbers of a state stand for: records, invocations and times, as the protocol knows
 * them.
 */
final class Scene {

  /** A step of the clock that ends every lease, also for those that allow for clock skew. */
  static final int LEASE_OVER_SECONDS = 13;

  /** A step of the clock after which leases are renewed. */
  static final int HALF_LEASE_SECONDS = 6;

  private static final Instant START = Instant.parse("2025-01-01T00:00:00Z");
  private static final Duration LEASE = Duration.ofSeconds(10);
  private static final Duration SKEW = Duration.ofSeconds(2);
  private static final Duration TIMEOUT = Duration.ofMinutes(10);
  private static final Duration RETENTION = Duration.ofDays(8);
  private static final ShardKey SHARD = new ShardKey("orders", "stream", "shard-0");

  /** The first number has one digit less than the others, so that order as text is another. */
  private static final int FIRST_NUMBER = 9;

  private static final RecordError ERROR = new RecordError("Boom", "", "");

  private final Scope scope;
  private final Sabotage sabotage;
  private final ProtocolSettings settings;
  private final List<SourceRecord> records = new ArrayList<>();
  private final Map<Position, Integer> recordAt = new HashMap<>();
  private final Map<ClaimId, Integer> invocationOf = new HashMap<>();
  private final List<ClaimId> claims = new ArrayList<>();
  private final List<Delivery> told = new ArrayList<>();

  Scene(Scope scope, Sabotage sabotage) {
    this.scope = scope;
    this.sabotage = sabotage;
    for (int r = 0; r < scope.records().size(); r++) {
      Position position = Position.of(Integer.toString(FIRST_NUMBER + r));
      String key = scope.records().get(r).key();
      records.add(new SourceRecord(position, key, START, Bytes.EMPTY));
      recordAt.put(position, r);
    }
    for (int i = 0; i < scope.invocations(); i++) {
      claims.add(sabotage.id(new ClaimId("i-" + (i + 1))));
      invocationOf.put(claims.get(i), i);
    }
    for (int bits = 1; bits <= scope.all(); bits++) {
      told.add(sabotage.delivery(delivery(bits)));
    }
    var pacing = new Pacing(LEASE, scope.progressRecords(), LEASE);
    var plain =
        new ProtocolSettings(
                scope.maxAttempts(),
                OrderMode.PER_KEY,
                16,
                1,
                Duration.ofSeconds(1),
                SKEW,
                RETENTION)
            .withPacing(pacing);
    this.settings = sabotage.settings(plain);
  }

  Scope scope() {
    return scope;
  }

  Sabotage sabotage() {
    return sabotage;
  }

  /** What an invocation that is delivered these records has round it. */
  Surroundings around(int records, OpenRows rows) {
    return new Surroundings(told(records), settings, rows);
  }

  static Instant time(int seconds) {
    return START.plusSeconds(seconds);
  }

  /** The clock's reading from which on a moment is over, -1 if it was over from the start. */
  static int seconds(Instant time) {
    long seconds = Duration.between(START, time).plusMillis(999).toSeconds();
    return Math.clamp(seconds, -1, Integer.MAX_VALUE);
  }

  ClaimId claim(int invocation) {
    return claims.get(invocation);
  }

  /** Which invocation has this id; absent for one of those that only show that all finishes. */
  OptionalInt invocation(ClaimId claim) {
    Integer found = invocationOf.get(claim);
    return found == null ? OptionalInt.empty() : OptionalInt.of(found);
  }

  /** The number of a record. */
  int record(Position position) {
    Integer found = recordAt.get(position);
    if (found == null) {
      throw new IllegalStateException("no record at " + position);
    }
    return found;
  }

  boolean hasRecord(Position position) {
    return recordAt.containsKey(position);
  }

  Position position(int record) {
    return records.get(record).position();
  }

  /** A delivery of these records. */
  Delivery delivery(int bits) {
    var delivered = new ArrayList<SourceRecord>();
    for (int r = 0; r < records.size(); r++) {
      if ((bits >> r & 1) == 1) {
        delivered.add(records.get(r));
      }
    }
    return new Delivery(SHARD, delivered);
  }

  /** What the invocation is told that it was delivered. */
  Delivery told(int bits) {
    return told.get(bits - 1);
  }

  /** What all invocations share: there is one object of each. */
  List<Object> constants() {
    var constants = new ArrayList<Object>(told);
    constants.addAll(claims);
    constants.addAll(records);
    constants.add(settings);
    return constants;
  }

  private Set<ClaimId> claims(int bits) {
    var claims = new HashSet<ClaimId>();
    for (int i = 0; i < scope.invocations(); i++) {
      if ((bits >> i & 1) == 1) {
        claims.add(claim(i));
      }
    }
    return claims;
  }

  Invocation invocation(Beginning beginning) {
    return invocation(
        claim(beginning.invocation()),
        beginning.delivered(),
        beginning.seconds(),
        claims(beginning.known()));
  }

  Invocation invocation(ClaimId id, int delivered, int seconds, Set<ClaimId> known) {
    Instant now = time(seconds);
    Instant deadline = sabotage.deadline(now.plus(TIMEOUT));
    return new Invocation(
        told(delivered),
        id,
        settings,
        Invocation.Term.from(now, deadline, settings),
        known,
        Invocation.PayloadTiming.BESIDE_HANDLER);
  }

  /** What the handler makes of a record. */
  RecordResult result(int record) {
    return switch (scope.records().get(record).ending()) {
      case SUCCEEDS -> new RecordResult.Succeeded();
      case FAILS -> new RecordResult.Failed(ERROR);
    };
  }
}
