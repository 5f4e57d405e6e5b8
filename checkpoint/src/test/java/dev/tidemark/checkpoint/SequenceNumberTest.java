package dev.tidemark.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SequenceNumberTest {

  @ParameterizedTest
  @CsvSource({"0, 1", "9, 10", "99, 100", "2, 10", "18446744073709551615, 18446744073709551616"})
  void numbersAreComparedAsNumbers(String lower, String higher) {
    var low = new SequenceNumber(lower);
    var high = new SequenceNumber(higher);

    assertThat(low).isLessThan(high);
    assertThat(high).isGreaterThan(low);
    assertThat(low).isEqualByComparingTo(new SequenceNumber(lower));
  }

  @Test
  void randomNumbersOfAnyLengthAreInTheOrderOfTheirValues() {
    var random = new Random(7);
    for (int i = 0; i < 2_000; i++) {
      var a = new BigInteger(random.nextInt(428), random);
      var b = random.nextBoolean() ? a.add(BigInteger.ONE) : new BigInteger(400, random);

      int order = new SequenceNumber(a.toString()).compareTo(new SequenceNumber(b.toString()));

      assertThat(Integer.signum(order)).as("%s and %s", a, b).isEqualTo(a.compareTo(b));
    }
  }

  @Test
  void aNumberMayHave129Digits() {
    assertThat(new SequenceNumber("9".repeat(129)).digits()).hasSize(129);
    assertThatThrownBy(() -> new SequenceNumber("9".repeat(130)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "00", "01", "-1", "+1", "1.0", "1e3", "a", "1 ", "٣", "１"})
  void anythingButACanonicalNumberIsRejected(String text) {
    assertThatThrownBy(() -> new SequenceNumber(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("not a Kinesis sequence number (1 to 129 digits, no leading zero): '%s'", text);
  }

  @Test
  void aMessageQuotesNoMoreThanTheBeginning() {
    assertThatThrownBy(() -> new SequenceNumber("x".repeat(100_000)))
        .satisfies(error -> assertThat(error.getMessage()).hasSizeLessThan(250));
  }

  @Test
  void aNumberShowsItsDigits() {
    assertThat(new SequenceNumber("495903")).hasToString("495903");
    assertThat(SequenceNumber.of(1_048)).isEqualTo(new SequenceNumber("1048"));
  }
}
