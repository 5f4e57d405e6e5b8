package dev.tidemark.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.checkpoint.protocol.OrderMode;
import dev.tidemark.checkpoint.protocol.ProtocolSettings;
import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bytes, keys, deliveries, manifests, errors and settings. */
class VocabularyTest {

  private static final ShardKey SHARD = new ShardKey("c", "s", "shardId-0");

  @Test
  void aPartOfAnArrayIsAsGoodAsAnArray() {
    Bytes part = Bytes.wrap(new byte[] {9, 1, 2, 3, 9}, 1, 3);
    Bytes whole = Bytes.wrap(new byte[] {1, 2, 3});

    assertThat(part).isEqualTo(whole).hasSameHashCodeAs(whole);
    assertThat(part.get(2)).isEqualTo((byte) 3);
    assertThat(part.toByteArray()).containsExactly(1, 2, 3);
    assertThat(part.toBase64()).isEqualTo("AQID");
    assertThat(part.asByteBuffer().remaining()).isEqualTo(3);
    assertThat(part.asInputStream()).hasBinaryContent(new byte[] {1, 2, 3});
    assertThatThrownBy(() -> part.get(3)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> Bytes.wrap(new byte[2], 1, 2))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void aSliceIsAPartOfAPart() {
    Bytes part = Bytes.wrap(new byte[] {9, 1, 2, 3, 9}, 1, 3);

    assertThat(part.slice(1, 2)).isEqualTo(Bytes.wrap(new byte[] {2, 3}));
    assertThat(part.slice(3, 0)).isEqualTo(Bytes.EMPTY);
    assertThatThrownBy(() -> part.slice(2, 2)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> part.slice(-1, 1)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void nobodyCanWriteThroughBytes() {
    Bytes bytes = Bytes.ofUtf8("abc");

    bytes.toByteArray()[0] = 'x';

    assertThat(bytes.toUtf8()).isEqualTo("abc");
    assertThatThrownBy(() -> bytes.asByteBuffer().put((byte) 1))
        .isInstanceOf(ReadOnlyBufferException.class);
  }

  @Test
  void aCopyOfABufferLeavesTheBufferWhereItStands() {
    ByteBuffer buffer = ByteBuffer.wrap(new byte[] {0, 1, 2});
    buffer.get();

    Bytes copy = Bytes.copyOf(buffer);
    buffer.put(1, (byte) 7);

    assertThat(copy).isEqualTo(Bytes.wrap(new byte[] {1, 2}));
    assertThat(buffer.position()).isEqualTo(1);
  }

  @Test
  void bytesDoNotShowThemselves() {
    assertThat(Bytes.ofUtf8("secret")).hasToString("6 bytes");
  }

  @Test
  void aShardKeyComesBackFromItsText() {
    var key = new ShardKey("my.consumer-1_x", "orders", "shardId-000000000000");

    assertThat(key.toText()).isEqualTo("my.consumer-1_x#orders#shardId-000000000000");
    assertThat(ShardKey.ofText(key.toText())).isEqualTo(key);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a", "a#b", "a#b#c#d", "##", "a##c", "a#b#", "a#b#c "})
  void aTextOfAnotherShapeIsNoShardKey(String text) {
    assertThatThrownBy(() -> ShardKey.ofText(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a#b", "a/b", "ä", "a b", "a\n"})
  void aNameWithAnotherCharacterIsRejectedAndSaysWhichOne(String name) {
    assertThatThrownBy(() -> new ShardKey("c", name, "s"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("stream name must be 1 to 128 characters of a-z A-Z 0-9 . _ -, is '%s'", name);
    assertThatThrownBy(() -> new ShardKey("x".repeat(129), "s", "s"))
        .hasMessageStartingWith("consumer name must be");
  }

  @Test
  void aManifestKnowsTheLineOfEachOfItsRecordsAndOfNoOther() {
    var manifest = new Manifest(List.of(Position.of("9"), Position.of("10"), Position.of("100")));

    assertThat(manifest.lineOf(Position.of("10"))).hasValue(1);
    assertThat(manifest.lineOf(Position.of("100"))).hasValue(2);
    assertThat(manifest.lineOf(Position.of("11"))).isEmpty();
    assertThat(manifest.lineOf(new Position(new SequenceNumber("10"), 1))).isEmpty();
  }

  @Test
  void aManifestOrDeliveryThatDoesNotAscendIsRejected() {
    assertThatThrownBy(() -> new Manifest(List.of())).isInstanceOf(IllegalArgumentException.class);
    for (List<Position> wrong :
        List.of(
            List.of(Position.of("10"), Position.of("9")),
            List.of(Position.of("9"), Position.of("9")))) {
      assertThatThrownBy(() -> new Manifest(wrong)).isInstanceOf(IllegalArgumentException.class);
      var records =
          wrong.stream()
              .map(position -> new SourceRecord(position, "k", Instant.EPOCH, Bytes.EMPTY))
              .toList();
      assertThatThrownBy(() -> new Delivery(SHARD, records))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("positions must ascend");
    }
    assertThatThrownBy(() -> new Delivery(SHARD, List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aSpanCoversItsEndsAndOverlapsWhatTouchesIt() {
    var span = new BatchSpan(Position.of("10"), Position.of("20"), 3, Instant.EPOCH);

    assertThat(span.covers(Position.of("10"))).isTrue();
    assertThat(span.covers(Position.of("20"))).isTrue();
    assertThat(span.covers(Position.of("9"))).isFalse();
    assertThat(span.covers(Position.of("100"))).isFalse();
    assertThat(span.overlaps(Position.of("1"), Position.of("10"))).isTrue();
    assertThat(span.overlaps(Position.of("20"), Position.of("30"))).isTrue();
    assertThat(span.overlaps(Position.of("12"), Position.of("13"))).isTrue();
    assertThat(span.overlaps(Position.of("1"), Position.of("9"))).isFalse();
    assertThat(span.overlaps(Position.of("21"), Position.of("30"))).isFalse();
  }

  @Test
  void anErrorIsCutWithoutCuttingACharacterInHalf() {
    for (int lead = 0; lead < 4; lead++) {
      String text = "x".repeat(lead) + "🌋".repeat(RecordError.MAX_DETAIL);

      var error = new RecordError(text, text, text);

      for (String cut : List.of(error.type(), error.message(), error.detail())) {
        assertThat(cut).endsWith("🌋…");
        assertThat(cut.codePoints()).noneMatch(c -> c >= 0xd800 && c <= 0xdfff);
      }
      assertThat(error.type().length()).isBetween(255, RecordError.MAX_TYPE);
      assertThat(error.message().length()).isBetween(1_023, RecordError.MAX_MESSAGE);
      assertThat(error.detail().length()).isBetween(8_191, RecordError.MAX_DETAIL);
    }
  }

  @Test
  void anErrorOfTheGreatestLengthIsKeptWhole() {
    String text = "x".repeat(RecordError.MAX_MESSAGE);

    assertThat(new RecordError("t", text, "").message()).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a_b", "a b", "ä", "a#b"})
  void aClaimIdOfOtherCharactersIsRejected(String id) {
    assertThatThrownBy(() -> new ClaimId(id))
        .hasMessage("a claim id is 1 to 64 characters of a-z A-Z 0-9 -, got '%s'", id);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          0   | 16   | 1     | PT1S   | PT2S   | P8D   | maxAttempts must be 1 to 100, is 0
          101 | 16   | 1     | PT1S   | PT2S   | P8D   | maxAttempts must be 1 to 100, is 101
          3   | 0    | 1     | PT1S   | PT2S   | P8D   | concurrency must be 1 to 1000, is 0
          3   | 1001 | 1     | PT1S   | PT2S   | P8D   | concurrency must be 1 to 1000, is 1001
          3   | 16   | 0     | PT1S   | PT2S   | P8D   | groupSize must be 1 to 10000, is 0
          3   | 16   | 10001 | PT1S   | PT2S   | P8D   | groupSize must be 1 to 10000, is 10001
          3   | 16   | 1     | PT-1S  | PT2S   | P8D   | reserve must be PT0S to PT15M, is PT-1S
          3   | 16   | 1     | PT16M  | PT2S   | P8D   | reserve must be PT0S to PT15M, is PT16M
          3   | 16   | 1     | PT1S   | PT6M   | P8D   | clockSkew must be PT0S to PT5M, is PT6M
          3   | 16   | 1     | PT1S   | PT2S   | PT23H | retention must be PT24H to PT9600H, is PT23H
          """)
  void aNumberOfTheProtocolOutOfItsRangeIsNamedWithItsValueAndItsRange(
      int maxAttempts,
      int concurrency,
      int groupSize,
      Duration reserve,
      Duration clockSkew,
      Duration retention,
      String message) {
    assertThatThrownBy(
            () ->
                new ProtocolSettings(
                    maxAttempts,
                    OrderMode.PER_KEY,
                    concurrency,
                    groupSize,
                    reserve,
                    clockSkew,
                    retention))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @Test
  void bytesThatDifferAreNotEqualAndSeldomShareAHash() {
    assertThat(Bytes.ofUtf8("a")).isNotEqualTo(Bytes.ofUtf8("b"));
    assertThat(
            IntStream.range(0, 1_000)
                .mapToObj(i -> Bytes.ofUtf8("number " + i).hashCode())
                .distinct())
        .hasSizeGreaterThan(990);
  }

  @Test
  void aCopyOfAnArrayDoesNotChangeWithIt() {
    byte[] array = {1, 2};

    Bytes copy = Bytes.copyOf(array);
    array[0] = 9;

    assertThat(copy).isEqualTo(Bytes.wrap(new byte[] {1, 2}));
  }

  @Test
  void aManifestHasALineForEachRecord() {
    assertThat(new Manifest(List.of(Position.of("1"), Position.of("2"))).size()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1_000_001})
  void aBatchHasARecordAndNoMoreThanAMillion(int count) {
    assertThatThrownBy(
            () -> new BatchSpan(Position.of("1"), Position.of("2"), count, Instant.EPOCH))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a batch has 1 to 1000000 records, got %d", count);
    var largest = new BatchSpan(Position.of("1"), Position.of("2"), 1_000_000, Instant.EPOCH);
    assertThat(largest.count()).isEqualTo(BatchSpan.MAX_COUNT);
    assertThatThrownBy(() -> new BatchSpan(Position.of("2"), Position.of("1"), 1, Instant.EPOCH))
        .hasMessage("first 2 lies behind last 1");
  }
}
