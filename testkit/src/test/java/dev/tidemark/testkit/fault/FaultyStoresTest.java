package dev.tidemark.testkit.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tidemark.checkpoint.BatchSpan;
import dev.tidemark.checkpoint.BatchStatus;
import dev.tidemark.checkpoint.Bytes;
import dev.tidemark.checkpoint.ClaimId;
import dev.tidemark.checkpoint.Position;
import dev.tidemark.checkpoint.ShardKey;
import dev.tidemark.checkpoint.store.BatchRow;
import dev.tidemark.checkpoint.store.ClaimReply;
import dev.tidemark.checkpoint.store.ObjectKey;
import dev.tidemark.checkpoint.store.Ownership;
import dev.tidemark.checkpoint.store.PayloadStore.PutReply;
import dev.tidemark.checkpoint.store.Progress;
import dev.tidemark.checkpoint.store.ReplaceReply;
import dev.tidemark.checkpoint.store.RowTimes;
import dev.tidemark.checkpoint.store.ShardClaim;
import dev.tidemark.checkpoint.store.Slot;
import dev.tidemark.checkpoint.store.StoreException;
import dev.tidemark.testkit.SequentialIds;
import dev.tidemark.testkit.store.MemoryPayloadStore;
import dev.tidemark.testkit.store.MemoryStatusStore;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class FaultyStoresTest {

  private static final ShardKey SHARD = new ShardKey("orders", "stream", "shardId-0");

  private final SequentialIds ids = new SequentialIds("c");
  private final MemoryStatusStore rows = new MemoryStatusStore();
  private final MemoryPayloadStore objects = new MemoryPayloadStore();

  private ShardClaim claim(String position) {
    var at = Position.of(position);
    var span = new BatchSpan(at, at, 1, Instant.EPOCH);
    return new ShardClaim.Fresh(SHARD, new Slot(ids.get(), span, Instant.EPOCH, 1), Set.of());
  }

  private static BatchRow row(int revision) {
    var at = Position.of("7");
    return new BatchRow(
        SHARD,
        new ClaimId("c"),
        new BatchSpan(at, at, 1, Instant.EPOCH),
        BatchStatus.IN_PROGRESS,
        new Ownership(new ClaimId("c"), Instant.EPOCH, 1, revision),
        Progress.NONE,
        Optional.empty(),
        new RowTimes(Instant.EPOCH, Instant.EPOCH, Optional.empty()));
  }

  private static void assertFails(Runnable call) {
    StoreException error = catchThrowableOfType(StoreException.class, call::run);
    assertThat(error.kind()).isEqualTo(StoreException.Kind.TRANSIENT);
  }

  @Test
  void aCallThatFailsBeforeTheWriteLeavesNothing() {
    var store = new FaultyStatusStore(rows, FaultScript.of(Fault.FAIL_BEFORE, Fault.THROTTLE));

    assertFails(() -> store.claim(claim("7")));
    assertFails(() -> store.create(row(1)));

    assertThat(rows.shardRows()).isEmpty();
    assertThat(rows.batchRows()).isEmpty();
    assertThat(store.claim(claim("7"))).isInstanceOf(ClaimReply.Claimed.class);
  }

  @Test
  void aCallWhoseReplyIsLostHasLandedAndIsRecognisedOnTheSecondTry() {
    var store = new FaultyStatusStore(rows, FaultScript.of(Fault.LOSE_REPLY));
    ShardClaim claim = claim("7");

    assertFails(() -> store.claim(claim));

    ClaimReply again = store.claim(claim);
    assertThat(again).isInstanceOf(ClaimReply.Refused.class);
    assertThat(again.row().slot(claim.slot().claim())).contains(claim.slot());
  }

  @Test
  void aLateWriteLandsWhenTheTestSaysSo() {
    rows.create(row(1));
    var store =
        new FaultyStatusStore(
            rows, FaultScript.on(Set.of(StoreCall.REPLACE), Fault.LAND_LATE, Fault.NONE));
    assertFails(() -> store.replace(row(2)));
    assertThat(store.pending()).isEqualTo(1);
    assertThat(rows.batchRows()).containsExactly(row(1));

    assertThat(store.replace(row(2))).isEqualTo(new ReplaceReply.Replaced());
    assertThat(store.replace(row(3))).isEqualTo(new ReplaceReply.Replaced());

    assertThat(store.landNext()).isTrue();
    assertThat(store.landNext()).isFalse();
    assertThat(rows.batchRows()).containsExactly(row(3));
  }

  @Test
  void onlyTheCallsOfTheScriptFail() {
    var store =
        new FaultyStatusStore(
            rows,
            FaultScript.on(
                Set.of(StoreCall.SHARD, StoreCall.BATCHES), Fault.THROTTLE, Fault.THROTTLE));

    assertThat(store.claim(claim("7"))).isInstanceOf(ClaimReply.Claimed.class);
    assertFails(() -> store.shard(SHARD));
    assertFails(() -> store.batches(SHARD, Position.of("0"), Optional.empty()));
    assertThat(store.shard(SHARD)).isPresent();
    assertThat(store.takeOver(row(1), new ClaimId("t"), Instant.EPOCH)).isNotNull();
  }

  @Test
  void payloadCallsFailTheSameWays() {
    var key = new ObjectKey("a");
    var store =
        new FaultyPayloadStore(
            objects,
            FaultScript.on(
                Set.of(StoreCall.PUT_IF_ABSENT),
                Fault.FAIL_BEFORE,
                Fault.LAND_LATE,
                Fault.LOSE_REPLY));

    assertFails(() -> store.putIfAbsent(key, Bytes.ofUtf8("1")));
    assertFails(() -> store.putIfAbsent(key, Bytes.ofUtf8("2")));
    assertThat(store.get(key)).isEmpty();
    assertFails(() -> store.putIfAbsent(key, Bytes.ofUtf8("3")));

    assertThat(store.putIfAbsent(key, Bytes.ofUtf8("4"))).isEqualTo(PutReply.ALREADY_THERE);
    assertThat(store.pending()).isEqualTo(1);
    assertThat(store.landNext()).isTrue();
    assertThat(store.get(key)).contains(Bytes.ofUtf8("3"));
  }

  @Test
  void theErrorSaysWhichCallFailed() {
    var store = new FaultyPayloadStore(objects, FaultScript.of(Fault.THROTTLE));

    assertThatExceptionOfType(StoreException.class)
        .isThrownBy(() -> store.get(new ObjectKey("a")))
        .withMessage("GET: throttled");
  }
}
