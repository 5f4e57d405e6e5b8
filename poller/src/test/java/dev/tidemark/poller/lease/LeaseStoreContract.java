package dev.tidemark.poller.lease;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.checkpoint.SequenceNumber;
import dev.tidemark.poller.lease.LeaseStore.Reply;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What every store of leases does. */
public abstract class LeaseStoreContract {

  private static final WorkerId ANN = new WorkerId("ann");
  private static final WorkerId BOB = new WorkerId("bob");
  private static final ShardLease FIRST =
      ShardLease.first(
          "shardId-2",
          List.of("shardId-0", "shardId-1"),
          new ShardPosition.At(Instant.parse("2026-01-01T00:00:00.123456789Z")));

  /** A store, empty for each test. */
  protected abstract LeaseStore store();

  @Test
  void whatIsWrittenIsRead() {
    ShardLease full = FIRST.takenBy(ANN).askedForBy(BOB).at(position(7));
    store().create(FIRST);

    assertThat(store().list()).containsExactly(FIRST);
    assertThat(store().write(FIRST.takenBy(ANN))).isEqualTo(new Reply.Written());
    assertThat(store().write(FIRST.takenBy(ANN).askedForBy(BOB))).isEqualTo(new Reply.Written());
    assertThat(store().write(full)).isEqualTo(new Reply.Written());
    assertThat(store().list()).containsExactly(full);
    ShardLease ended = full.at(new ShardPosition.Ended());
    assertThat(store().write(ended)).isEqualTo(new Reply.Written());
    assertThat(store().list()).containsExactly(ended);
  }

  @Test
  void whoComesSecondCreatesNothing() {
    store().create(FIRST);
    ShardLease taken = FIRST.takenBy(ANN);
    store().write(taken);

    store().create(FIRST);

    assertThat(store().list()).containsExactly(taken);
  }

  @Test
  void ofTwoWhoHaveSeenTheSameRowOneWrites() {
    store().create(FIRST);

    assertThat(store().write(FIRST.takenBy(ANN))).isEqualTo(new Reply.Written());
    assertThat(store().write(FIRST.takenBy(BOB)))
        .isEqualTo(new Reply.Refused(Optional.of(FIRST.takenBy(ANN))));

    assertThat(store().list()).containsExactly(FIRST.takenBy(ANN));
  }

  @Test
  void aRowThatIsNotThereIsNotWritten() {
    assertThat(store().write(FIRST.takenBy(ANN))).isEqualTo(new Reply.Refused(Optional.empty()));
    assertThat(store().list()).isEmpty();
  }

  @Test
  void everyShardHasARowOfItsOwn() {
    ShardLease other = ShardLease.first("shardId-3", List.of(), new ShardPosition.Horizon());
    store().create(FIRST);
    store().create(other);

    assertThat(store().list()).containsExactlyInAnyOrder(FIRST, other);
  }

  private static ShardPosition position(long number) {
    return new ShardPosition.After(SequenceNumber.of(number));
  }
}
