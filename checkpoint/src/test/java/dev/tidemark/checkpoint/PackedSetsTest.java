package dev.tidemark.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.BitSet;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The bitmap and the counts of a batch row. */
class PackedSetsTest {

  private static final int LINES = 10_000;

  private static BitSet randomBits(Random random, int lines, double density) {
    var bits = new BitSet();
    for (int i = 0; i < lines; i++) {
      bits.set(i, random.nextDouble() < density);
    }
    return bits;
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.001, 0.1, 0.5, 0.9, 0.999, 1})
  void aSetComesBackFromItsBytesAndStaysWithinABitALine(double density) {
    var random = new Random(17);
    for (int lines : new int[] {1, 7, 8, 9, 100, 191, 192, 1_000, LINES}) {
      var set = IndexSet.copyOf(randomBits(random, lines, density));

      Bytes encoded = set.encode();

      assertThat(IndexSet.decode(encoded, lines)).isEqualTo(set);
      assertThat(encoded.size()).isLessThanOrEqualTo((lines + 7) / 8 + 1);
    }
  }

  @Test
  void aSetOfAllLinesIsTiny() {
    assertThat(IndexSet.firstOf(LINES).encode().size()).isLessThan(30);
    assertThat(IndexSet.firstOf(LINES).size()).isEqualTo(LINES);
    assertThat(IndexSet.EMPTY.encode().size()).isEqualTo(1);
  }

  @Test
  void equalSetsHaveEqualBytes() {
    var grown = new BitSet(50_000);
    grown.set(40_000);
    grown.clear(40_000);
    grown.set(3);

    assertThat(IndexSet.copyOf(grown).encode()).isEqualTo(IndexSet.of(3).encode());
    assertThat(IndexSet.copyOf(grown)).isEqualTo(IndexSet.of(3)).hasSameHashCodeAs(IndexSet.of(3));
  }

  @Test
  void aSetDoesNotChangeWithTheBitsItWasMadeOf() {
    var bits = new BitSet();
    bits.set(1);
    var set = IndexSet.copyOf(bits);

    bits.set(2);
    set.toBitSet().set(5);

    assertThat(set).isEqualTo(IndexSet.of(1));
    assertThat(set.contains(2)).isFalse();
  }

  @Test
  void aSetThatNamesALineBeyondTheLastIsRejected() {
    Bytes encoded = IndexSet.of(9).encode();

    assertThat(IndexSet.decode(encoded, 10).contains(9)).isTrue();
    assertThatThrownBy(() -> IndexSet.decode(encoded, 9))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a set over 9 lines names line 9");
  }

  @Test
  void damagedBytesAreRejectedOrReadAsAnotherSetAndNothingElseIsThrown() {
    var random = new Random(19);
    byte[] whole = IndexSet.copyOf(randomBits(random, 1_000, 0.02)).encode().toByteArray();
    int rejected = 0;
    for (int i = 0; i < 2_000; i++) {
      byte[] damaged = java.util.Arrays.copyOf(whole, random.nextInt(whole.length + 1));
      if (damaged.length > 0) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
      }
      try {
        assertThat(IndexSet.decode(Bytes.wrap(damaged), 1_000).bound()).isLessThanOrEqualTo(1_000);
      } catch (IllegalArgumentException e) {
        rejected++;
      }
    }
    assertThat(rejected).isGreaterThan(1_000);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\u0002", "\u007f", "\u0001", "\u0001x", "\u0000too long for it"})
  void bytesThatNoSetWritesAreRejected(String bytes) {
    assertThatThrownBy(() -> IndexSet.decode(Bytes.ofUtf8(bytes), 8))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Attempts.decode(Bytes.ofUtf8(bytes), 1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void deflatedBytesThatUnfoldBeyondTheBoundAreRejected() {
    Bytes bomb = IndexSet.firstOf(1_000_000).encode();

    assertThatThrownBy(() -> IndexSet.decode(bomb, 1_000))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void attemptsComeBackFromTheirBytes() {
    var random = new Random(23);
    for (int round = 0; round < 200; round++) {
      var counts = new int[random.nextInt(500)];
      for (int i = 0; i < counts.length; i++) {
        counts[i] = random.nextInt(3) == 0 ? random.nextInt(Attempts.MAX + 1) : 0;
      }
      Attempts attempts = Attempts.ofCounts(counts);

      Attempts decoded = Attempts.decode(attempts.encode(), 500);

      assertThat(decoded).isEqualTo(attempts).hasSameHashCodeAs(attempts);
      for (int i = 0; i < counts.length; i++) {
        assertThat(decoded.of(i)).isEqualTo(counts[i]);
      }
    }
  }

  @Test
  void linesWithoutAnAttemptCostNothing() {
    assertThat(Attempts.ofCounts(0, 0, 0)).isEqualTo(Attempts.NONE);
    assertThat(Attempts.ofCounts(0, 2, 0).bound()).isEqualTo(2);
    assertThat(Attempts.ofCounts(1).of(9_999)).isZero();
    var counts = new int[LINES];
    counts[LINES - 1] = 3;
    assertThat(Attempts.ofCounts(counts).encode().size()).isLessThan(40);
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 101})
  void aCountOutOfRangeIsRejected(int count) {
    assertThatThrownBy(() -> Attempts.ofCounts(1, count))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("attempts must be 0 to 100, are %d", count);
    assertThatThrownBy(() -> Attempts.decode(Bytes.wrap(new byte[] {0, (byte) count}), 5))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void whatDoesNotRepeatIsPackedByHowOftenEachByteComes() {
    IndexSet sparse = IndexSet.copyOf(randomBits(new Random(17), LINES, 0.05));

    assertThat(sparse.encode().size()).isLessThan(430);
    assertThat(IndexSet.decode(sparse.encode(), LINES)).isEqualTo(sparse);
  }

  @Test
  void twentyFourBytesAreWorthPackingAndTwentyThreeAreNot() {
    assertThat(IndexSet.firstOf(8 * 23).encode().size()).isEqualTo(1 + 23);
    assertThat(IndexSet.firstOf(8 * 24).encode().size()).isLessThan(1 + 23);
  }

  @Test
  void aByteMoreThanTheLinesNeedIsRejected() {
    assertThat(IndexSet.decode(Bytes.wrap(new byte[] {0, 1}), 8)).isEqualTo(IndexSet.of(0));
    assertThatThrownBy(() -> IndexSet.decode(Bytes.wrap(new byte[] {0, 1, 0}), 8))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("2 bytes where 1 are allowed");
  }

  @Test
  void setsAndCountsThatDifferAreNotEqualAndDoNotAllShareAHash() {
    assertThat(Attempts.ofCounts(1)).isNotEqualTo(Attempts.ofCounts(2));
    assertThat(IndexSet.of(1)).isNotEqualTo(IndexSet.of(2));
    assertThat(IntStream.rangeClosed(1, 100).map(i -> Attempts.ofCounts(i).hashCode()).distinct())
        .hasSizeGreaterThan(90);
    assertThat(IntStream.rangeClosed(1, 100).map(i -> IndexSet.of(i).hashCode()).distinct())
        .hasSizeGreaterThan(30);
  }

  @Test
  void countsShowThemselvesAndSayWhetherThereIsOne() {
    assertThat(Attempts.ofCounts(0, 2, 0)).hasToString("[0, 2]");
    assertThat(Attempts.ofCounts(0, 2, 0).isNone()).isFalse();
    assertThat(Attempts.NONE.isNone()).isTrue();
  }
}
