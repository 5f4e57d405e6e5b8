package dev.tidemark.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PositionTest {

  private static Position position(String number, long sub) {
    return new Position(new SequenceNumber(number), sub);
  }

  @Test
  void theOrderOfTextIsTheOrderOfPositions() {
    var random = new Random(11);
    for (int i = 0; i < 5_000; i++) {
      Position a = random(random);
      Position b = random.nextInt(3) == 0 ? neighbour(a, random) : random(random);

      int byText = Integer.signum(a.toSortableText().compareTo(b.toSortableText()));

      assertThat(byText).as("%s and %s", a, b).isEqualTo(Integer.signum(a.compareTo(b)));
    }
  }

  @Test
  void aPositionComesBackFromItsText() {
    var random = new Random(13);
    for (int i = 0; i < 2_000; i++) {
      Position position = random(random);

      assertThat(Position.ofSortableText(position.toSortableText())).isEqualTo(position);
    }
  }

  private static Position random(Random random) {
    String digits = new BigInteger(random.nextInt(428), random).toString();
    return position(digits, sub(random));
  }

  private static long sub(Random random) {
    return switch (random.nextInt(4)) {
      case 0, 1 -> 0;
      case 2 -> random.nextInt(20);
      default -> Position.MAX_SUB_SEQUENCE_NUMBER - random.nextInt(3);
    };
  }

  private static Position neighbour(Position a, Random random) {
    var number = new BigInteger(a.sequenceNumber().digits()).add(BigInteger.ONE);
    return random.nextBoolean()
        ? new Position(a.sequenceNumber(), sub(random))
        : position(number.toString(), sub(random));
  }

  @Test
  void thePartsOfAnAggregateFollowOneAnotherAndLieBeforeTheNextRecord() {
    assertThat(position("5", 0)).isLessThan(position("5", 1));
    assertThat(position("5", 9)).isLessThan(position("5", 10));
    assertThat(position("5", Position.MAX_SUB_SEQUENCE_NUMBER)).isLessThan(position("6", 0));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "001",
        "0015x",
        "0025",
        "1",
        "00105",
        "0015.",
        "0015.1",
        "0015.0000000000",
        "0015.00000000011",
        "0015.0000000001.0000000001",
        "+015",
        "0015.000000000x"
      })
  void aTextThatNoPositionHasIsRejected(String text) {
    assertThatThrownBy(() -> Position.ofSortableText(text))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, Position.MAX_SUB_SEQUENCE_NUMBER + 1})
  void aSubSequenceNumberHasToLieInItsRange(long sub) {
    assertThatThrownBy(() -> position("5", sub))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("sub-sequence number must be 0 to 9999999999, is %d", sub);
  }

  @Test
  void theLaterOfTwoIsTheHigher() {
    Position nine = Position.of("9");
    Position ten = Position.of("10");

    assertThat(Position.max(nine, ten)).isEqualTo(ten);
    assertThat(Position.max(ten, nine)).isEqualTo(ten);
    assertThat(nine.isBefore(ten)).isTrue();
    assertThat(nine.isAfter(ten)).isFalse();
    assertThat(nine.isBefore(nine)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "001", ".0000000001", "0025"})
  void aTextOfAnotherShapeIsQuoted(String text) {
    assertThatThrownBy(() -> Position.ofSortableText(text))
        .hasMessage("not the sortable text of a position: '%s'", text);
  }
}
