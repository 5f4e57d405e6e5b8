package dev.tidemark.handler;

import dev.tidemark.checkpoint.Bytes;
import dev.tidemark.checkpoint.Position;
import dev.tidemark.checkpoint.SourceRecord;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;

/** The fields of one record of an event while they are gathered. Not thread-safe. */
final class RecordFields {

  /** Stands for a field that the event does not have; told apart by identity. */
  @SuppressWarnings("StringOperationCanBeSimplified")
  static final String ABSENT = new String("");

  private static final String KINESIS = "aws:kinesis";

  /** Far enough away, and with a year of four digits: the time is part of the payload's key. */
  private static final Instant LATEST_ARRIVAL = Instant.parse("9999-12-31T00:00:00Z");

  private static final int LONGEST_QUOTE = 60;

  private final int index;
  String eventSource = ABSENT;
  String eventId = ABSENT;
  String eventSourceArn = ABSENT;
  String sequenceNumber = ABSENT;
  String partitionKey = ABSENT;
  String data = ABSENT;
  double arrivedAt;

  RecordFields(int index) {
    this.index = index;
  }

  /**
   * @throws EventException when the record is no Kinesis record, or cannot be told apart from
   *     others
   */
  EventRecord toRecord() {
    if (!eventSource.equals(KINESIS)) {
      throw new EventException(
          "record %d of the event comes from '%s', not from %s: look at which event source is mapped to this function"
              .formatted(index, quote(eventSource), KINESIS));
    }
    Optional<String> damage = missingField();
    Bytes bytes;
    try {
      bytes = Bytes.wrap(Base64.getDecoder().decode(data));
    } catch (IllegalArgumentException e) {
      bytes = Bytes.ofUtf8(data);
      damage = Optional.of("kinesis.data of the event's record is not base64: " + e.getMessage());
    }
    return new EventRecord(stream(), shard(), source(bytes), damage);
  }

  private SourceRecord source(Bytes bytes) {
    Position position;
    try {
      position = Position.of(sequenceNumber);
    } catch (IllegalArgumentException e) {
      throw new EventException(
          "record %d of the event has no usable kinesis.sequenceNumber ('%s'), so nothing can be recorded about it"
              .formatted(index, quote(sequenceNumber)),
          e);
    }
    long millis = Math.clamp(Math.round(arrivedAt * 1000), 0, LATEST_ARRIVAL.toEpochMilli());
    return new SourceRecord(position, partitionKey, Instant.ofEpochMilli(millis), bytes);
  }

  @SuppressWarnings("ReferenceEquality")
  private Optional<String> missingField() {
    if (data == ABSENT) {
      return Optional.of("the event's record has no kinesis.data");
    }
    if (partitionKey == ABSENT) {
      return Optional.of("the event's record has no kinesis.partitionKey");
    }
    return Optional.empty();
  }

  /** The name behind {@code stream/} in {@code arn:aws:kinesis:region:account:stream/name}. */
  private String stream() {
    int slash = eventSourceArn.indexOf(":stream/");
    if (slash < 0) {
      throw new EventException(
          "record %d of the event has no stream in its eventSourceARN ('%s')"
              .formatted(index, quote(eventSourceArn)));
    }
    String name = eventSourceArn.substring(slash + ":stream/".length());
    int end = name.indexOf('/');
    return end < 0 ? name : name.substring(0, end);
  }

  /** The part before the colon in {@code shardId-000000000000:sequenceNumber}. */
  private String shard() {
    int colon = eventId.indexOf(':');
    if (colon <= 0) {
      throw new EventException(
          "record %d of the event has no shard in its eventID ('%s')"
              .formatted(index, quote(eventId)));
    }
    return eventId.substring(0, colon);
  }

  private static String quote(String text) {
    return text.substring(0, Math.min(text.length(), LONGEST_QUOTE));
  }
}
