package dev.tidemark.handler;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.UnknownFieldSet;
import dev.tidemark.checkpoint.Bytes;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import software.amazon.kinesis.retrieval.AggregatorUtil;
import software.amazon.kinesis.retrieval.KinesisClientRecord;
import software.amazon.kinesis.retrieval.kpl.Messages;

/** What the Kinesis Client Library makes of a Kinesis record. */
final class KinesisClientLibrary {

  private static final int MAGIC_SIZE = 4;
  private static final int DIGEST_SIZE = 16;

  private KinesisClientLibrary() {}

  /** What it does with a record. */
  sealed interface Reading {
    /** It is no aggregate. */
    record Plain() implements Reading {}

    /** It is an aggregate of these records. */
    record Opened(List<Aggregate.Part> parts) implements Reading {}

    /** Records of it are lost, or there are none in it. */
    record Dropped() implements Reading {}

    /** It has groups, which Protocol Buffers have given up, beside what is known. */
    record WithGroups() implements Reading {}
  }

  static Reading read(Bytes data) {
    var record =
        KinesisClientRecord.builder()
            .sequenceNumber("1")
            .partitionKey("outer")
            .data(ByteBuffer.wrap(data.toByteArray()))
            .build();
    List<KinesisClientRecord> read;
    try {
      read = new AggregatorUtil().deaggregate(List.of(record));
    } catch (NoClassDefFoundError e) {
      // It tells of an exception with a class that left the JDK with Java 11.
      return new Reading.Dropped();
    }
    if (read.size() == 1 && !read.get(0).aggregated()) {
      return new Reading.Plain();
    }
    return read.isEmpty() ? new Reading.Dropped() : opened(data, read);
  }

  private static Reading opened(Bytes data, List<KinesisClientRecord> read) {
    if (hasGroups(message(data))) {
      return new Reading.WithGroups();
    }
    var parts = new ArrayList<Aggregate.Part>();
    for (KinesisClientRecord part : read) {
      if (part.subSequenceNumber() != parts.size()) {
        throw new AssertionError("parts are out of order: " + read);
      }
      parts.add(new Aggregate.Part(part.partitionKey(), Bytes.copyOf(part.data())));
    }
    return new Reading.Opened(parts);
  }

  private static Messages.AggregatedRecord message(Bytes data) {
    try {
      return Messages.AggregatedRecord.parseFrom(
          data.slice(MAGIC_SIZE, data.size() - MAGIC_SIZE - DIGEST_SIZE).toByteArray());
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError("was read before", e);
    }
  }

  private static boolean hasGroups(Messages.AggregatedRecord message) {
    return hasGroup(message)
        || message.getRecordsList().stream()
            .anyMatch(
                record ->
                    hasGroup(record)
                        || record.getTagsList().stream().anyMatch(tag -> hasGroup(tag)));
  }

  private static boolean hasGroup(Message message) {
    UnknownFieldSet unknown = message.getUnknownFields();
    return unknown.asMap().values().stream().anyMatch(field -> !field.getGroupList().isEmpty());
  }
}
