package dev.tidemark.cli.operate;

import dev.tidemark.checkpoint.Bytes;
import dev.tidemark.checkpoint.Position;
import dev.tidemark.checkpoint.SequenceNumber;
import dev.tidemark.checkpoint.ShardKey;
import dev.tidemark.checkpoint.SourceRecord;
import dev.tidemark.cli.UserException;
import dev.tidemark.mapping.LambdaEventJson;
import dev.tidemark.mapping.MappedRecord;
import dev.tidemark.mapping.ShardSource;
import dev.tidemark.testkit.KplAggregate;
import dev.tidemark.testkit.UserRecord;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The event of a stored batch, as Lambda delivered it: the same records at the same positions. */
final class BatchEvent {

  private static final int ARN_PARTS = 7;

  private BatchEvent() {}

  /**
   * @param functionArn whose event it is: the stream is taken to be in its account and region
   * @throws UserException when an aggregate of the Kinesis Producer Library is stored in part
   */
  static byte[] of(ShardKey shard, List<SourceRecord> records, String functionArn) {
    return bytes(form(shard, functionArn), mapped(records));
  }

  /** An event in this form. */
  static byte[] bytes(LambdaEventJson form, List<MappedRecord> records) {
    return form.render(records).getBytes(StandardCharsets.UTF_8);
  }

  /**
   * The form of a shard's events.
   *
   * @param functionArn whose events they are: the stream is taken to be in its account and region
   */
  static LambdaEventJson form(ShardKey shard, String functionArn) {
    return new LambdaEventJson(
        new ShardSource(
            streamArn(shard.stream(), functionArn),
            shard.shard(),
            functionArn.split(":", -1)[3],
            functionArn,
            functionArn));
  }

  private static String streamArn(String stream, String functionArn) {
    String[] parts = functionArn.split(":", -1);
    if (parts.length < ARN_PARTS) {
      throw new IllegalArgumentException("not the ARN of a function: " + functionArn);
    }
    return "arn:%s:kinesis:%s:%s:stream/%s".formatted(parts[1], parts[3], parts[4], stream);
  }

  private static List<MappedRecord> mapped(List<SourceRecord> records) {
    Map<SequenceNumber, List<SourceRecord>> bySequenceNumber = new LinkedHashMap<>();
    records.forEach(
        record ->
            bySequenceNumber
                .computeIfAbsent(record.position().sequenceNumber(), any -> new ArrayList<>())
                .add(record));
    return bySequenceNumber.values().stream().map(BatchEvent::mappedWhole).toList();
  }

  /**
   * A record of the stream.
   *
   * @param parts what is stored of it: itself, or all records of an aggregate in their order
   * @throws UserException when an aggregate is stored in part
   */
  static MappedRecord mappedWhole(List<SourceRecord> parts) {
    SourceRecord first = parts.get(0);
    SequenceNumber number = first.position().sequenceNumber();
    boolean whole = first.position().subSequenceNumber() == Position.WHOLE_AGGREGATE;
    Bytes data = parts.size() == 1 ? first.data() : aggregate(parts);
    if (parts.size() == 1 && !whole && first.position().subSequenceNumber() > 0) {
      throw inPart(number);
    }
    return new MappedRecord(number, first.partitionKey(), first.arrivedAt(), data);
  }

  private static Bytes aggregate(List<SourceRecord> parts) {
    for (int i = 0; i < parts.size(); i++) {
      if (parts.get(i).position().subSequenceNumber() != i) {
        throw inPart(parts.get(i).position().sequenceNumber());
      }
    }
    return KplAggregate.of(
        parts.stream().map(part -> new UserRecord(part.partitionKey(), part.data())).toList());
  }

  private static UserException inPart(SequenceNumber number) {
    return new UserException(
        "the aggregate at %s is stored in part only: have it delivered by the stream again"
            .formatted(number));
  }
}
