package dev.tidemark.checkpoint.derived;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tidemark.checkpoint.Bytes;
import dev.tidemark.checkpoint.Position;
import dev.tidemark.checkpoint.SequenceNumber;
import dev.tidemark.checkpoint.ShardKey;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SeenOriginsTest {

  private static final ShardKey A = new ShardKey("enricher", "raw", "shardId-000000000000");
  private static final ShardKey B = new ShardKey("enricher", "raw", "shardId-000000000001");
  private static final BigInteger FIRST =
      new BigInteger("49590338271490256608559692538361571095921575989136588898");
  private static final int MEMORY = 3;

  private static Position at(int number) {
    return new Position(new SequenceNumber(FIRST.add(BigInteger.valueOf(number)).toString()), 0);
  }

  /** The record at a position, made of the source's record of that number. */
  private static SeenOrigins.Arrival arrival(int at, ShardKey source, int of, int settledBefore) {
    var derived =
        new DerivedRecord(
            Correlation.ofOne(source, at(of), 0, false),
            Optional.of(at(settledBefore)),
            Bytes.EMPTY);
    return new SeenOrigins.Arrival(at(at), derived);
  }

  private static SeenOrigins.Arrival arrival(int at, int of) {
    return arrival(at, A, of, 0);
  }

  private static SeenOrigins.Judgement judge(SeenOrigins seen, SeenOrigins.Arrival... arrivals) {
    return seen.judge(List.of(arrivals), arrivals[0].position(), MEMORY);
  }

  @Test
  void aCopyInTheSameDeliveryIsADouble() {
    assertThat(judge(SeenOrigins.NONE, arrival(1, 10), arrival(2, 11), arrival(3, 10)).doubles())
        .containsExactly(at(3));
  }

  @Test
  void aCopyInALaterDeliveryIsADouble() {
    SeenOrigins seen = judge(SeenOrigins.NONE, arrival(1, 10), arrival(2, 11)).next();

    assertThat(judge(seen, arrival(3, 11), arrival(4, 12)).doubles()).containsExactly(at(3));
  }

  @Test
  void aRecordThatIsDeliveredAgainIsNoDoubleOfItself() {
    SeenOrigins seen = judge(SeenOrigins.NONE, arrival(1, 10), arrival(2, 10)).next();

    SeenOrigins.Judgement again = judge(seen, arrival(1, 10), arrival(2, 10));

    assertThat(again.doubles()).containsExactly(at(2));
    assertThat(again.next()).isEqualTo(seen);
  }

  @Test
  void theSamePositionOfAnotherSourceIsNoDouble() {
    assertThat(judge(SeenOrigins.NONE, arrival(1, A, 10, 0), arrival(2, B, 10, 0)).doubles())
        .isEmpty();
  }

  @Test
  void theOrderOfTheSourceDoesNotMatter() {
    SeenOrigins seen = judge(SeenOrigins.NONE, arrival(1, 20), arrival(2, 30)).next();

    assertThat(judge(seen, arrival(3, 10), arrival(4, 20)).doubles()).containsExactly(at(4));
  }

  @Test
  void anUnsettledOriginIsRememberedHoweverManyFollow() {
    SeenOrigins seen = judge(SeenOrigins.NONE, arrival(1, 10)).next();
    for (int i = 2; i < 50; i++) {
      seen = judge(seen, arrival(i, i + 100)).next();
    }

    assertThat(judge(seen, arrival(60, 10)).doubles()).containsExactly(at(60));
  }

  @Test
  void ofTheSettledOriginsTheNewestAreRemembered() {
    SeenOrigins seen =
        judge(
                SeenOrigins.NONE,
                IntStream.range(1, 11)
                    .mapToObj(i -> arrival(i, A, i, 0))
                    .toArray(SeenOrigins.Arrival[]::new))
            .next();
    seen = judge(seen, arrival(11, A, 11, 11)).next();

    seen = judge(seen, arrival(12, A, 12, 12)).next();

    assertThat(seen.size()).isEqualTo(MEMORY + 2);
    assertThat(judge(seen, arrival(20, 9), arrival(21, 10), arrival(22, 11)).doubles())
        .containsExactlyInAnyOrder(at(20), at(21), at(22));
    assertThat(judge(seen, arrival(20, 8)).doubles()).isEmpty();
  }

  @Test
  void aDeliveryThatComesAgainInPiecesFindsItsCopies() {
    SeenOrigins seen =
        SeenOrigins.NONE
            .judge(List.of(arrival(1, 10), arrival(2, 10), arrival(3, A, 30, 30)), at(1), 0)
            .next();

    SeenOrigins.Judgement first = seen.judge(List.of(arrival(1, 10)), at(1), 0);
    SeenOrigins.Judgement second = first.next().judge(List.of(arrival(2, 10)), at(2), 0);

    assertThat(first.doubles()).isEmpty();
    assertThat(second.doubles()).containsExactly(at(2));
  }

  @Test
  void whatIsStillWorkedOnIsRemembered() {
    SeenOrigins.Arrival[] many =
        IntStream.range(1, 41)
            .mapToObj(i -> arrival(i, A, i, 1_000))
            .toArray(SeenOrigins.Arrival[]::new);
    SeenOrigins seen = judge(SeenOrigins.NONE, many).next();

    assertThat(judge(seen, many).next().size()).isEqualTo(40);
    assertThat(judge(seen, many).doubles()).isEmpty();
  }

  @Test
  void aForgottenOriginIsNoDouble() {
    SeenOrigins seen = judge(SeenOrigins.NONE, arrival(1, A, 1, 500)).next();
    for (int i = 2; i < 10; i++) {
      seen = judge(seen, arrival(i, A, i, 500)).next();
    }

    assertThat(judge(seen, arrival(20, 1)).doubles()).isEmpty();
  }

  @Test
  void whatWasMetIsReadAsItWasWritten() {
    var random = new Random(4711);
    SeenOrigins seen = SeenOrigins.NONE;
    for (int i = 1; i < 300; i++) {
      ShardKey source = random.nextBoolean() ? A : B;
      seen = judge(seen, arrival(i, source, random.nextInt(400), random.nextInt(100))).next();
      assertThat(SeenOriginsCode.decode(SeenOriginsCode.encode(seen))).isEqualTo(seen);
    }
    assertThat(SeenOriginsCode.decode(SeenOriginsCode.encode(SeenOrigins.NONE)))
        .isEqualTo(SeenOrigins.NONE);
  }

  @Test
  void anOriginTakesLessThanThirtyBytes() {
    int count = 1_000;
    var gap = new BigInteger("1208925819614629174706189");
    SeenOrigins.Arrival[] arrivals =
        IntStream.range(0, count)
            .mapToObj(i -> spaced(gap.multiply(BigInteger.valueOf(i))))
            .toArray(SeenOrigins.Arrival[]::new);

    Bytes encoded = SeenOriginsCode.encode(judge(SeenOrigins.NONE, arrivals).next());

    assertThat(encoded.size()).isLessThan(30 * count);
  }

  private static SeenOrigins.Arrival spaced(BigInteger offset) {
    var position = new Position(new SequenceNumber(FIRST.add(offset).toString()), 0);
    var correlation = Correlation.ofOne(A, position, 0, false);
    return new SeenOrigins.Arrival(
        position, new DerivedRecord(correlation, Optional.empty(), Bytes.EMPTY));
  }

  @Test
  void otherBytesAreRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> SeenOriginsCode.decode(Bytes.EMPTY));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SeenOriginsCode.decode(Bytes.ofUtf8("something else")));
    Bytes whole = SeenOriginsCode.encode(judge(SeenOrigins.NONE, arrival(1, 10)).next());
    for (int size = 0; size < whole.size(); size++) {
      int cut = size;
      assertThatIllegalArgumentException()
          .isThrownBy(() -> SeenOriginsCode.decode(whole.slice(0, cut)));
    }
  }

  /** As many records, of which each has an origin of its own. */
  private static List<SeenOrigins.Arrival> arrivals(int from, int to, int settledBefore) {
    return IntStream.range(from, to).mapToObj(i -> arrival(i, A, i, settledBefore)).toList();
  }

  @Test
  void ofTheOldOriginsNoMoreThanTheMostAreRememberedTheNewestOfThem() {
    SeenOrigins seen = SeenOrigins.NONE.judge(arrivals(1, 8_101, 0), at(1), MEMORY).next();
    assertThat(seen.size()).isEqualTo(8_100);

    SeenOrigins.Judgement next =
        seen.judge(List.of(arrival(9_000, 100), arrival(9_001, 101)), at(8_001), MEMORY);

    assertThat(next.next().size()).isEqualTo(SeenOrigins.MOST + 1);
    assertThat(next.doubles()).containsExactly(at(9_001));
  }

  @Test
  void aNoteHoldsTheNewestOfAHugeDelivery() {
    List<SeenOrigins.Arrival> most = arrivals(1, 32_001, 0);
    List<SeenOrigins.Arrival> more = arrivals(1, 32_002, 0);

    SeenOrigins all = SeenOrigins.NONE.judge(most, at(1), MEMORY).next();
    SeenOrigins newest = SeenOrigins.NONE.judge(more, at(1), MEMORY).next();

    assertThat(all.size()).isEqualTo(32_000);
    assertThat(newest.size()).isEqualTo(32_000);
    assertThat(newest.judge(List.of(arrival(40_000, 1)), at(1), MEMORY).doubles()).isEmpty();
    assertThat(newest.judge(List.of(arrival(40_000, 2)), at(1), MEMORY).doubles())
        .containsExactly(at(40_000));
  }

  @Test
  void aSourceWithoutARememberedOriginIsForgotten() {
    SeenOrigins seen = SeenOrigins.NONE.judge(List.of(arrival(1, A, 1, 500)), at(1), MEMORY).next();

    SeenOrigins next = seen.judge(List.of(arrival(9, B, 1, 0)), at(9), 0).next();

    assertThat(seen.sources()).containsOnlyKeys(A);
    assertThat(next.sources()).containsOnlyKeys(B);
  }

  @Test
  void largeNumbersAreReadAsTheyWereWritten() {
    var sequence = new SequenceNumber(FIRST.toString());
    SeenOrigins seen = SeenOrigins.NONE;
    long[] numbers = {0, 1, 254, 255, 256, 65_536, Position.MAX_SUB_SEQUENCE_NUMBER};
    for (int i = 0; i < numbers.length; i++) {
      var end = new Position(sequence, numbers[i]);
      var correlation =
          Correlation.ofOne(A, end, (int) Math.min(numbers[i], Integer.MAX_VALUE), false);
      var derived = new DerivedRecord(correlation, Optional.empty(), Bytes.EMPTY);
      var arrival =
          new SeenOrigins.Arrival(new Position(at(i).sequenceNumber(), numbers[i]), derived);
      seen = seen.judge(List.of(arrival), at(0), MEMORY).next();
    }

    assertThat(seen.size()).isEqualTo(numbers.length);
    assertThat(SeenOriginsCode.decode(SeenOriginsCode.encode(seen))).isEqualTo(seen);
  }

  @Test
  void aSmallNumberTakesOneByte() {
    int small = sizeWithIndex(254);

    assertThat(sizeWithIndex(0)).isEqualTo(small);
    assertThat(sizeWithIndex(255)).isEqualTo(small + Long.BYTES);
  }

  private static int sizeWithIndex(int index) {
    var correlation = Correlation.ofOne(A, at(1), index, false);
    var derived = new DerivedRecord(correlation, Optional.empty(), Bytes.EMPTY);
    var arrival = new SeenOrigins.Arrival(at(1), derived);
    return SeenOriginsCode.encode(judge(SeenOrigins.NONE, arrival).next()).size();
  }

  @Test
  void whatWasMetShowsItselfAndIsEqualToItsLikeAlone() {
    SeenOrigins one = judge(SeenOrigins.NONE, arrival(1, 10)).next();
    SeenOrigins same = judge(SeenOrigins.NONE, arrival(1, 10)).next();
    SeenOrigins other = judge(SeenOrigins.NONE, arrival(1, 11)).next();

    assertThat(one).isEqualTo(same).hasSameHashCodeAs(same).isNotEqualTo(other);
    assertThat(one.hashCode()).isNotEqualTo(other.hashCode());
    assertThat(one.toString()).contains(A.toText(), at(10).toString());
  }
}
