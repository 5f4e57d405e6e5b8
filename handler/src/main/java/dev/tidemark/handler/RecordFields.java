package dev.tidemark.handler;

import dev.tidemark.checkpoint.Bytes;
import dev.tidemark.checkpoint.Position;
import dev.tidemark.checkpoint.SourceRecord;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;

/** The fields of one record of an event while they are gathered. Not thread-safe. */
final class RecordFields {

  /** Stands for a field that the event does not have; told apart by identity. */
  @SuppressWarnings("StringOperationCanBeSimplified")
  static final String ABSENT = new String("");

  static final String KINESIS = "aws:kinesis";

  private static final String NO_DATA = "the event's record has no kinesis.data";

  /** Far enough away, and with a year of four digits: the time is part of the payload's key. */
  private static final Instant LATEST_ARRIVAL = Instant.parse("9999-12-31T00:00:00Z");

  private static final char LAST_LATIN = 0xFF;
  private static final int LONGEST_QUOTE = 60;

  private final int index;
  String eventSource = ABSENT;
  String eventId = ABSENT;
  String eventSourceArn = ABSENT;
  String sequenceNumber = ABSENT;
  String partitionKey = ABSENT;
  double arrivedAt;
  private Bytes data = Bytes.EMPTY;
  private Optional<String> damage = Optional.of(NO_DATA);

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
    return new EventRecord(stream(), shard(), source(), damage.or(this::missingKey));
  }

  private SourceRecord source() {
    Position position;
    try {
      position = Position.of(sequenceNumber);
    } catch (IllegalArgumentException e) {
      throw new EventException(
          "record %d of the event has no usable kinesis.sequenceNumber ('%s'), so nothing can be recorded about it"
              .formatted(index, quote(sequenceNumber)),
          e);
    }
    return new SourceRecord(position, partitionKey, arrival(arrivedAt), data);
  }

  @SuppressWarnings("ReferenceEquality")
  private Optional<String> missingKey() {
    return partitionKey == ABSENT
        ? Optional.of("the event's record has no kinesis.partitionKey")
        : Optional.empty();
  }

  void missing() {
    data = Bytes.EMPTY;
    damage = Optional.of(NO_DATA);
  }

  void decoded(Bytes bytes) {
    data = bytes;
    damage = Optional.empty();
  }

  /** Decodes the data, or keeps them as they are and says what is wrong with them. */
  void encoded(char[] text, int offset, int length) {
    byte[] latin = new byte[length];
    for (int i = 0; i < length; i++) {
      char character = text[offset + i];
      latin[i] = (byte) (character <= LAST_LATIN ? character : '?');
    }
    try {
      ByteBuffer bytes = Base64.getDecoder().decode(ByteBuffer.wrap(latin));
      decoded(Bytes.wrap(bytes.array(), bytes.arrayOffset(), bytes.remaining()));
    } catch (IllegalArgumentException e) {
      data = Bytes.ofUtf8(new String(text, offset, length));
      damage = Optional.of("kinesis.data of the event's record is not base64: " + e.getMessage());
    }
  }

  private String stream() {
    return streamOf(eventSourceArn)
        .orElseThrow(
            () ->
                new EventException(
                    "record %d of the event has no stream in its eventSourceARN ('%s')"
                        .formatted(index, quote(eventSourceArn))));
  }

  private String shard() {
    return shardOf(eventId)
        .orElseThrow(
            () ->
                new EventException(
                    "record %d of the event has no shard in its eventID ('%s')"
                        .formatted(index, quote(eventId))));
  }

  /** The name behind {@code stream/} in {@code arn:aws:kinesis:region:account:stream/name}. */
  static Optional<String> streamOf(String eventSourceArn) {
    int slash = eventSourceArn.indexOf(":stream/");
    if (slash < 0) {
      return Optional.empty();
    }
    String name = eventSourceArn.substring(slash + ":stream/".length());
    int end = name.indexOf('/');
    return Optional.of(end < 0 ? name : name.substring(0, end));
  }

  /** The part before the colon in {@code shardId-000000000000:sequenceNumber}. */
  static Optional<String> shardOf(String eventId) {
    int colon = eventId.indexOf(':');
    return colon <= 0 ? Optional.empty() : Optional.of(eventId.substring(0, colon));
  }

  /** A time of arrival in seconds, brought within what a key can hold. */
  static Instant arrival(double seconds) {
    long millis = Math.clamp(Math.round(seconds * 1000), 0, LATEST_ARRIVAL.toEpochMilli());
    return Instant.ofEpochMilli(millis);
  }

  private static String quote(String text) {
    return text.substring(0, Math.min(text.length(), LONGEST_QUOTE));
  }
}
