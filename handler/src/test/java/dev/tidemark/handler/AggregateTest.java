package dev.tidemark.handler;

import static dev.tidemark.handler.PackedRecords.record;
import static dev.tidemark.handler.PackedRecords.sealed;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import dev.tidemark.checkpoint.Bytes;
import dev.tidemark.testkit.KplAggregate;
import dev.tidemark.testkit.UserRecord;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.kinesis.retrieval.kpl.Messages;
import software.amazon.kinesis.retrieval.kpl.Messages.AggregatedRecord;

/** Our reading of aggregates beside that of the Kinesis Client Library. */
class AggregateTest {

  private static final byte[] MAGIC = {(byte) 0xF3, (byte) 0x89, (byte) 0x9A, (byte) 0xC2};

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void isOpenedAsTheClientLibraryOpensIt(long seed) {
    Bytes data = sealed(PackedRecords.random(new Random(seed)));

    List<Aggregate.Part> parts = Aggregate.parts(data);

    assertThat(parts).isNotEmpty();
    assertThat(KinesisClientLibrary.read(data))
        .isEqualTo(new KinesisClientLibrary.Reading.Opened(parts));
  }

  @Test
  void whatTheTestKitPacksIsAnAggregateToTheClientLibrary() {
    List<UserRecord> records =
        IntStream.range(0, 300)
            .mapToObj(i -> UserRecord.of("key-" + i % 200, "value " + "x".repeat(i)))
            .toList();

    Bytes data = KplAggregate.of(records);

    List<Aggregate.Part> expected =
        records.stream().map(r -> new Aggregate.Part(r.partitionKey(), r.data())).toList();
    assertThat(Aggregate.parts(data)).isEqualTo(expected);
    assertThat(KinesisClientLibrary.read(data))
        .isEqualTo(new KinesisClientLibrary.Reading.Opened(expected));
  }

  private static AggregatedRecord.Builder one() {
    return AggregatedRecord.newBuilder().addPartitionKeyTable("a").addRecords(record(0, "x"));
  }

  private static Bytes changed(Bytes data, int index) {
    byte[] bytes = data.toByteArray();
    bytes[Math.floorMod(index, bytes.length)] ^= 1;
    return Bytes.wrap(bytes);
  }

  static List<Bytes> plainRecords() {
    byte[] message = one().build().toByteArray();
    var cut = new byte[message.length - 1];
    System.arraycopy(message, 0, cut, 0, cut.length);
    return List.of(
        Bytes.EMPTY,
        Bytes.wrap(MAGIC),
        Bytes.ofUtf8("a record like any other, and longer than a digest"),
        sealed(new byte[0]),
        changed(sealed(message), 0),
        changed(sealed(message), 5),
        changed(sealed(message), -1),
        sealed(cut),
        sealed(
            one().addRecords(Messages.Record.newBuilder().setPartitionKeyIndex(0).buildPartial())),
        sealed(
            one()
                .addRecords(Messages.Record.newBuilder().setData(ByteString.EMPTY).buildPartial())),
        sealed(
            one()
                .addRecords(
                    record(0, "y")
                        .addTags(Messages.Tag.newBuilder().setValue("v").buildPartial())
                        .buildPartial())));
  }

  @ParameterizedTest
  @MethodSource("plainRecords")
  void whatIsDamagedIsAPlainRecordToBoth(Bytes data) {
    assertThat(Aggregate.parts(data)).isEmpty();
    assertThat(KinesisClientLibrary.read(data)).isEqualTo(new KinesisClientLibrary.Reading.Plain());
  }

  static List<Bytes> droppedRecords() {
    return List.of(
        sealed(AggregatedRecord.newBuilder().addPartitionKeyTable("a")),
        sealed(one().addRecords(record(1, "y"))),
        sealed(one().addRecords(record(-1, "y"))),
        sealed(one().addRecords(record(0, "y").setExplicitHashKeyIndex(0))));
  }

  @ParameterizedTest
  @MethodSource("droppedRecords")
  void whatTheClientLibraryWouldDropIsAPlainRecord(Bytes data) {
    assertThat(Aggregate.parts(data)).isEmpty();
    assertThat(KinesisClientLibrary.read(data))
        .isEqualTo(new KinesisClientLibrary.Reading.Dropped());
  }

  @Test
  void fieldsOfLaterVersionsAreSkipped() {
    var later =
        UnknownFieldSet.newBuilder()
            .addField(9, UnknownFieldSet.Field.newBuilder().addFixed32(1).addFixed64(2).build())
            .addField(
                15,
                UnknownFieldSet.Field.newBuilder()
                    .addVarint(-1)
                    .addLengthDelimited(ByteString.copyFromUtf8("new"))
                    .build())
            .build();
    Bytes data =
        sealed(one().addRecords(record(0, "y").setUnknownFields(later)).setUnknownFields(later));

    assertThat(Aggregate.parts(data))
        .containsExactly(
            new Aggregate.Part("a", Bytes.ofUtf8("x")), new Aggregate.Part("a", Bytes.ofUtf8("y")));
  }

  @Test
  void aGroupIsNotReadAndSoIsAPlainRecord() {
    var group = UnknownFieldSet.Field.newBuilder().addGroup(UnknownFieldSet.newBuilder().build());
    Bytes data =
        sealed(
            one()
                .setUnknownFields(UnknownFieldSet.newBuilder().addField(9, group.build()).build()));

    assertThat(KinesisClientLibrary.read(data))
        .isEqualTo(new KinesisClientLibrary.Reading.WithGroups());
    assertThat(Aggregate.parts(data)).isEmpty();
  }
}
