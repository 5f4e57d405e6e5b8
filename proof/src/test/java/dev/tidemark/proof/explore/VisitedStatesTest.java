package dev.tidemark.proof.explore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;

class VisitedStatesTest {

  @Test
  void aStateIsAddedOnceAndFoundAgainHoweverManyThereAre() {
    var visited = new VisitedStates(2);
    for (int i = 0; i < 200_000; i++) {
      assertThat(visited.add(new long[] {i % 7, i}, i - 1)).isTrue();
    }
    for (int i = 0; i < 200_000; i++) {
      assertThat(visited.add(new long[] {i % 7, i}, 0)).isFalse();
    }

    var state = new long[2];
    visited.read(150_000, state);
    assertThat(state).containsExactly(150_000 % 7, 150_000);
    assertThat(visited.size()).isEqualTo(200_000);
    assertThat(visited.pathTo(3)).containsExactly(0, 1, 2, 3);
  }

  @Test
  void whatIsPackedIsUnpackedAgain() {
    var fields = new Fields();
    for (int bits : new int[] {22, 30, 20, 0, 7, 31, 1, 3}) {
      fields.add(2, bits);
    }
    var random = new Random(1);
    var numbers = new int[fields.size()];
    var packed = new long[fields.words()];
    var unpacked = new int[fields.size()];
    for (int round = 0; round < 1_000; round++) {
      int[] widths = {22, 22, 30, 30, 20, 20, 0, 0, 7, 7, 31, 31, 1, 1, 3, 3};
      for (int i = 0; i < numbers.length; i++) {
        numbers[i] = (int) (random.nextLong() & ((1L << widths[i]) - 1));
      }
      fields.pack(numbers, packed);
      fields.unpack(packed, unpacked);
      assertThat(unpacked).isEqualTo(numbers);
    }
  }

  @Test
  void aNumberThatDoesNotFitIsRefused() {
    var fields = new Fields();
    fields.add(1, 3);

    assertThatThrownBy(() -> fields.pack(new int[] {8}, new long[1]))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> fields.pack(new int[] {-1}, new long[1]))
        .isInstanceOf(IllegalStateException.class);
  }
}
