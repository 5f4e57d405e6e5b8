package dev.tidemark.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SequenceNumberTest {

  @Test
  void nineComesBeforeTen() {
    assertThat(SequenceNumber.of(9)).isLessThan(SequenceNumber.of(10));
  }

  @Test
  void comparesAsANumberUpTo129Digits() {
    Random random = new Random(1);
    List<BigInteger> numbers =
        random
            .ints(200, 0, 428)
            .mapToObj(bits -> new BigInteger(bits, random))
            .sorted()
            .distinct()
            .toList();

    List<SequenceNumber> sorted =
        numbers.reversed().stream().map(n -> new SequenceNumber(n.toString())).sorted().toList();

    assertThat(sorted).extracting(n -> new BigInteger(n.digits())).isEqualTo(numbers);
  }

  @Test
  void holds129DigitsAndNoMore() {
    String longest = "9".repeat(129);

    assertThat(new SequenceNumber(longest).digits()).isEqualTo(longest);
    assertThatThrownBy(() -> new SequenceNumber(longest + "0"))
        .hasMessage("sequence number must have 1..129 digits, has 130");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "007", "-1", "12a", " 1", "١"})
  void refusesWhatIsNoCanonicalNumber(String digits) {
    assertThatThrownBy(() -> new SequenceNumber(digits))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
