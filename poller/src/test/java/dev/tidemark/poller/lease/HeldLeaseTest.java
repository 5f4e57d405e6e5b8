package dev.tidemark.poller.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.checkpoint.SequenceNumber;
import dev.tidemark.checkpoint.store.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class HeldLeaseTest {

  private static final Duration LENGTH = Duration.ofSeconds(10);
  private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");
  private static final WorkerId ME = new WorkerId("me");
  private static final WorkerId OTHER = new WorkerId("other");
  private static final ShardPosition SEVENTH = new ShardPosition.After(SequenceNumber.of(7));

  private final FaultyLeases store = new FaultyLeases();
  private final HeldLease held = take();

  private HeldLease take() {
    ShardLease first = ShardLease.first("shard", List.of(), new ShardPosition.Horizon());
    store.create(first);
    ShardLease mine = first.takenBy(ME);
    store.write(mine);
    return new HeldLease(ME, store, LENGTH, mine, BEGIN);
  }

  private ShardLease row() {
    return store.list().get(0);
  }

  @Test
  void savingWritesThePositionAndRenews() {
    Instant later = BEGIN.plusSeconds(9);

    assertThat(held.save(SEVENTH, later)).isTrue();

    assertThat(row().position()).isEqualTo(SEVENTH);
    assertThat(held.isHeld(BEGIN.plusSeconds(18))).isTrue();
  }

  @Test
  void aSaveIsFencedWhenAnotherWorkerHasTakenTheShard() {
    store.write(row().takenBy(OTHER));

    assertThat(held.save(SEVENTH, BEGIN)).isFalse();

    assertThat(row().position()).isEqualTo(new ShardPosition.Horizon());
    assertThat(held.isHeld(BEGIN)).isFalse();
  }

  @Test
  void aWriteThatLandedAndLostItsReplyIsGoneOnFrom() {
    store.loseNextReply();
    assertThatThrownBy(() -> held.save(SEVENTH, BEGIN)).isInstanceOf(StoreException.class);

    assertThat(held.renew(BEGIN)).isTrue();

    assertThat(row().position()).isEqualTo(SEVENTH);
  }

  @Test
  void anAskerIsSeenWithTheNextWriteAndGetsTheShard() {
    store.write(row().askedForBy(OTHER));
    assertThat(held.isWanted()).isFalse();

    assertThat(held.renew(BEGIN)).isTrue();
    assertThat(held.isWanted()).isTrue();
    held.giveBack(BEGIN);

    assertThat(row().owner()).contains(OTHER);
    assertThat(row().wantedBy()).isEmpty();
  }

  @Test
  void aLeaseThatRanOutIsNeverHeldAgain() {
    Instant over = BEGIN.plus(LENGTH);

    assertThat(held.isHeld(over)).isFalse();
    assertThat(held.save(SEVENTH, BEGIN)).isFalse();
    assertThat(row().position()).isEqualTo(new ShardPosition.Horizon());
  }

  @Test
  void whatIsGivenBackIsFreeAtOnceAndNotWrittenAgain() {
    held.giveBack(BEGIN);

    assertThat(row().owner()).isEmpty();
    assertThat(held.save(SEVENTH, BEGIN)).isFalse();
  }
}
