package dev.tidemark.checkpoint.derived;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tidemark.checkpoint.Bytes;
import dev.tidemark.checkpoint.Position;
import dev.tidemark.checkpoint.SequenceNumber;
import dev.tidemark.checkpoint.ShardKey;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

class DerivedRecordTest {

  private static final ShardKey SOURCE = new ShardKey("enricher", "raw", "shardId-000000000001");
  private static final Position START =
      Position.of("49590338271490256608559692538361571095921575989136588898");
  private static final Position END =
      new Position(
          new SequenceNumber("49590338271490256608559692538361571095921575989136589999"), 3);

  private static DerivedRecord record(String payload) {
    return new DerivedRecord(
        new Correlation(SOURCE, START, END, 7, true, 2), Optional.of(START), Bytes.ofUtf8(payload));
  }

  @Test
  void isReadAsItWasWritten() {
    for (String payload : new String[] {"", "a", "ünïcode and\nlines", "x".repeat(100_000)}) {
      assertThat(DerivedRecord.read(record(payload).encode())).contains(record(payload));
    }
    var plain =
        new DerivedRecord(
            Correlation.ofOne(SOURCE, END, 0, false), Optional.empty(), Bytes.ofUtf8("b"));
    assertThat(DerivedRecord.read(plain.encode())).contains(plain);
  }

  @Test
  void withAnotherPayloadItIsStillOfTheSameOrigin() {
    assertThat(record("a large document").withPayload(Bytes.ofUtf8("where it is")))
        .isEqualTo(record("where it is"));
  }

  @Test
  void anOrdinaryRecordIsNone() {
    assertThat(DerivedRecord.read(Bytes.EMPTY)).isEmpty();
    assertThat(DerivedRecord.read(Bytes.ofUtf8("{\"order\":1,\"more\":\"than ten bytes\"}")))
        .isEmpty();
  }

  @Test
  void aDamagedOneIsNone() {
    byte[] bytes = record("payload").encode().toByteArray();
    for (int i = 0; i < bytes.length; i++) {
      byte[] damaged = bytes.clone();
      damaged[i] ^= 0x10;
      assertThat(DerivedRecord.read(Bytes.wrap(damaged))).as("byte " + i).isEmpty();
    }
    for (int size = 0; size < bytes.length; size++) {
      assertThat(DerivedRecord.read(Bytes.wrap(bytes, 0, size))).as("size " + size).isEmpty();
    }
  }

  @Test
  void copiesShareTheirOriginAndNothingElseDoes() {
    var one = Correlation.ofOne(SOURCE, START, 0, true);
    assertThat(Correlation.ofOne(SOURCE, START, 0, true).origin()).isEqualTo(one.origin());
    assertThat(Correlation.ofOne(SOURCE, START, 1, false).origin()).isNotEqualTo(one.origin());
    assertThat(Correlation.ofOne(SOURCE, END, 0, true).origin()).isNotEqualTo(one.origin());
  }

  @Test
  void aCorrelationWithNonsenseIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Correlation(SOURCE, END, START, 1, false, 0))
        .withMessageContaining("before the start");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Correlation(SOURCE, START, END, 0, false, 0));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Correlation(SOURCE, START, END, 1, false, -1));
  }

  @Test
  void aHeaderThatWouldReachBeyondTheEndIsNone() {
    for (int headerSize : new int[] {1, 100, 65_535}) {
      ByteBuffer buffer = ByteBuffer.allocate(10);
      buffer.putInt(0xD17DE501).putInt(0).putShort((short) headerSize);
      var crc = new CRC32C();
      crc.update(buffer.array(), 8, 2);
      buffer.putInt(4, (int) crc.getValue());

      assertThat(DerivedRecord.read(Bytes.wrap(buffer.array()))).isEmpty();
    }
  }

  @Test
  void aCorrelationShowsItsOrigin() {
    var one = Correlation.ofOne(SOURCE, Position.of("5"), 3, false);
    var several = new Correlation(SOURCE, Position.of("5"), Position.of("9"), 2, false, 0);

    assertThat(one).hasToString("enricher#raw#shardId-000000000001 5/3");
    assertThat(several).hasToString("enricher#raw#shardId-000000000001 5..9/0");
  }
}
