package dev.tidemark.kcl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.checkpoint.Bytes;
import dev.tidemark.checkpoint.Position;
import dev.tidemark.checkpoint.SequenceNumber;
import dev.tidemark.checkpoint.SourceRecord;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BacklogTest {

  private final Backlog backlog = new Backlog();

  private static List<SourceRecord> records(int from, int to) {
    return IntStream.rangeClosed(from, to)
        .mapToObj(
            i ->
                new SourceRecord(
                    Position.of(String.valueOf(i)), "key", Instant.EPOCH, Bytes.ofUtf8("data")))
        .toList();
  }

  private static Optional<SequenceNumber> number(long number) {
    return Optional.of(SequenceNumber.of(number));
  }

  @Test
  void whatIsUnfinishedComesBeforeWhatIsNew() {
    backlog.add(records(1, 3));

    assertThat(backlog.finished(backlog.next(10), number(3))).isEqualTo(number(2));
    backlog.add(records(4, 5));

    assertThat(backlog.next(10)).isEqualTo(records(3, 5));
    assertThat(backlog.next(2)).isEqualTo(records(3, 4));
  }

  @Test
  void whenAllOfADeliveryIsFinishedItsLastRecordIsHowFarItIs() {
    backlog.add(records(1, 5));

    assertThat(backlog.finished(backlog.next(2), Optional.empty())).isEqualTo(number(2));
    assertThat(backlog.size()).isEqualTo(3);
  }

  @Test
  void withTheFirstRecordUnfinishedOrAnUnknownOneNothingIsFinished() {
    backlog.add(records(1, 3));

    assertThat(backlog.finished(backlog.next(10), number(1))).isEmpty();
    assertThat(backlog.finished(backlog.next(10), number(77))).isEmpty();
    assertThat(backlog.size()).isEqualTo(3);
  }
}
