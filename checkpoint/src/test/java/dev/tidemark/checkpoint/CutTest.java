package dev.tidemark.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What tells one cut from another. */
class CutTest {

  private static final ShardKey SHARD = new ShardKey("consumer", "stream", "shard");

  private static Delivery delivery(Position... positions) {
    return new Delivery(
        SHARD,
        Arrays.stream(positions)
            .map(at -> new SourceRecord(at, "key", Instant.EPOCH, Bytes.ofUtf8("data")))
            .toList());
  }

  private static Delivery range(int from, int to) {
    return delivery(
        IntStream.rangeClosed(from, to)
            .mapToObj(number -> Position.of("4959033827149025660855969253836157" + number))
            .toArray(Position[]::new));
  }

  private static Cut whole(Delivery delivery) {
    return Cut.of(delivery, index -> true);
  }

  @Test
  void theSameRecordsAreTheSameCutWhateverIsBesideThem() {
    assertThat(Cut.of(range(10, 19), index -> index >= 3 && index < 6))
        .isEqualTo(whole(range(13, 15)));
  }

  @Test
  void everySelectionOfSixteenRecordsIsACutOfItsOwn() {
    Delivery delivery = range(10, 25);
    Set<Cut> cuts = new HashSet<>();
    for (int selection = 0; selection < 1 << 16; selection++) {
      int chosen = selection;
      cuts.add(Cut.of(delivery, index -> (chosen >> index & 1) == 1));
    }
    assertThat(cuts).hasSize(1 << 16);
  }

  @Test
  void itStaysWhatItIsSinceRowsHoldIt() {
    assertThat(whole(range(10, 12)).toText()).isEqualTo("c07b9faf01f355bd");
  }

  @Test
  void thePartsOfAnAggregateAreRecordsOfTheirOwn() {
    var number = new SequenceNumber("7");

    assertThat(whole(delivery(new Position(number, 0), new Position(number, 1))))
        .isNotEqualTo(whole(delivery(new Position(number, 0), new Position(number, 2))));
  }

  @Test
  void itComesBackFromItsText() {
    for (long code : new long[] {0, 1, -1, Long.MIN_VALUE, 0x0123456789abcdefL}) {
      assertThat(Cut.ofText(new Cut(code).toText())).isEqualTo(new Cut(code));
    }
    assertThat(new Cut(0x0123456789abcdefL).toText()).isEqualTo("0123456789abcdef");
  }

  @Test
  void anyOtherTextIsRefused() {
    for (String text :
        new String[] {"", "0", "0123456789ABCDEF", "0123456789abcdef0", "0123456789abcdeg"}) {
      assertThatThrownBy(() -> Cut.ofText(text)).isInstanceOf(IllegalArgumentException.class);
    }
  }
}
