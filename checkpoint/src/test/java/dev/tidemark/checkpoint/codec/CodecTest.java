package dev.tidemark.checkpoint.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tidemark.checkpoint.Attempts;
import dev.tidemark.checkpoint.BatchSpan;
import dev.tidemark.checkpoint.ClaimId;
import dev.tidemark.checkpoint.IndexSet;
import dev.tidemark.checkpoint.Position;
import dev.tidemark.checkpoint.store.Progress;
import dev.tidemark.checkpoint.store.Slot;
import java.math.BigDecimal;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Times, slots and sets of lines as the stores write them. */
class CodecTest {

  private static final ClaimId CLAIM = new ClaimId("a");

  @ParameterizedTest
  @CsvSource({
    "1970-01-01T00:00:00Z, 0",
    "1970-01-01T00:00:10Z, 10",
    "2026-01-02T03:04:05Z, 1767323045",
    "2026-01-02T03:04:05.678Z, 1767323045.678",
    "2026-01-02T03:04:05.000000001Z, 1767323045.000000001"
  })
  void aTimeIsSecondsWithoutTrailingZerosAndComesBack(Instant time, String text) {
    assertThat(EpochSeconds.text(time)).isEqualTo(text);
    assertThat(EpochSeconds.time(text)).isEqualTo(time);
    assertThat(EpochSeconds.number(time)).isEqualByComparingTo(new BigDecimal(text));
    assertThat(EpochSeconds.number(time).scale()).isEqualTo(9);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "1.0000000001", "99999999999999999999", "31556889864403200"})
  void whatIsNoTimeIsRefused(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> EpochSeconds.time(text));
  }

  @Test
  void aSlotIsALineOfWordsAndComesBack() {
    var span = new BatchSpan(Position.of("9"), Position.of("10"), 2, Instant.ofEpochMilli(1_500));
    var slot = new Slot(CLAIM, span, Instant.ofEpochSecond(60), 3);

    assertThat(SlotText.encode(slot)).isEqualTo("0019 00210 2 1.5 60 3");
    assertThat(SlotText.decode(CLAIM, SlotText.encode(slot))).isEqualTo(slot);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "0019 00210 2 1.5 60",
        "0019 00210 2 1.5 60 3 4",
        "0019 00210 x 1.5 60 3",
        "0019 10 2 1.5 60 3",
        "0019 00210 2 1.5 60 0"
      })
  void whatIsNoSlotIsRefused(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> SlotText.decode(CLAIM, text));
  }

  @Test
  void threeSetsOfLinesAreTwoAndComeBack() {
    var progress =
        new Progress(IndexSet.of(0, 1), IndexSet.of(2, 3), IndexSet.of(4, 9), Attempts.NONE);

    ProgressCode code = ProgressCode.of(progress);

    assertThat(code).isEqualTo(new ProgressCode(IndexSet.of(0, 1, 4, 9), IndexSet.of(2, 3, 4, 9)));
    assertThat(code.succeeded()).isEqualTo(progress.succeeded());
    assertThat(code.ignored()).isEqualTo(progress.ignored());
    assertThat(code.exhausted()).isEqualTo(progress.exhausted());
  }

  @Test
  void whereAllOthersHaveSucceededTheFirstSetFollowsFromTheSecond() {
    var all = new Progress(IndexSet.of(0, 3), IndexSet.of(1), IndexSet.EMPTY, Attempts.NONE);
    var open = new Progress(IndexSet.of(0), IndexSet.of(1), IndexSet.EMPTY, Attempts.NONE);
    var given = new Progress(IndexSet.of(0), IndexSet.of(1), IndexSet.of(2), Attempts.NONE);

    assertThat(ProgressCode.of(all).isSucceededElsewhere(3)).isFalse();
    assertThat(ProgressCode.of(open).isSucceededElsewhere(3)).isFalse();
    assertThat(ProgressCode.of(open).isSucceededElsewhere(2)).isTrue();
    assertThat(ProgressCode.of(given).isSucceededElsewhere(3)).isFalse();
    assertThat(ProgressCode.succeededElsewhere(IndexSet.of(1), 4))
        .isEqualTo(new ProgressCode(IndexSet.of(0, 2, 3), IndexSet.of(1)));
  }
}
