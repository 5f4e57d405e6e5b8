package dev.tidemark.handler;

import dev.tidemark.checkpoint.Bytes;
import dev.tidemark.checkpoint.Position;
import dev.tidemark.checkpoint.SequenceNumber;
import dev.tidemark.checkpoint.SourceRecord;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;

/** The fields of one change of an event while they are gathered. Not thread-safe. */
final class ChangeFields {

  /**
   * Stands for the shard, which the event does not name. The numbers of different shards overlap,
   * as those of batches do that Lambda delivers at once.
   */
  static final String SHARD = "all-shards";

  private static final String DYNAMODB = "aws:dynamodb";
  private static final String TABLE = ":table/";
  private static final int LONGEST_NAME = 128;
  private static final int LONGEST_KEY = 256;
  private static final Instant LATEST = Instant.parse("9999-12-31T00:00:00Z");

  private final int index;
  String eventSource = "";
  String eventSourceArn = "";
  String sequenceNumber = "";
  String keys = "";
  double createdAt;

  ChangeFields(int index) {
    this.index = index;
  }

  /**
   * @param json the record as the event has it
   * @throws EventException when it is none of a DynamoDB stream, or cannot be told apart from
   *     others
   */
  ChangeRecord toRecord(Bytes json) {
    if (!eventSource.equals(DYNAMODB)) {
      throw new EventException(
          "record %d of the event comes from '%s', not from %s: look at which event source is mapped to this function"
              .formatted(index, eventSource, DYNAMODB));
    }
    long millis = Math.clamp(Math.round(createdAt * 1000), 0, LATEST.toEpochMilli());
    var source = new SourceRecord(position(), partitionKey(), Instant.ofEpochMilli(millis), json);
    return new ChangeRecord(
        new EventRecord(stream(), SHARD, source, Optional.empty()), sequenceNumber);
  }

  /** The sub-sequence number tells records of different shards apart should they share a number. */
  private Position position() {
    String digits = sequenceNumber.replaceFirst("^0+(?=.)", "");
    try {
      long ofKey = Math.floorMod(ByteBuffer.wrap(digest(keys)).getLong(), Position.WHOLE_AGGREGATE);
      return new Position(new SequenceNumber(digits), ofKey);
    } catch (IllegalArgumentException e) {
      throw new EventException(
          "record %d of the event has no usable dynamodb.SequenceNumber ('%s'), so nothing can be recorded about it"
              .formatted(index, sequenceNumber.substring(0, Math.min(60, sequenceNumber.length()))),
          e);
    }
  }

  private String partitionKey() {
    return keys.length() <= LONGEST_KEY ? keys : HexFormat.of().formatHex(digest(keys));
  }

  /**
   * Table and label of {@code arn:aws:dynamodb:region:account:table/name/stream/label}: a table
   * that is made anew has another stream.
   */
  private String stream() {
    int table = eventSourceArn.indexOf(TABLE);
    String[] parts =
        table < 0 ? new String[0] : eventSourceArn.substring(table + TABLE.length()).split("/", -1);
    if (parts.length < 3 || !parts[1].equals("stream")) {
      throw new EventException(
          "record %d of the event has no table and stream in its eventSourceARN ('%s')"
              .formatted(index, eventSourceArn));
    }
    String name = parts[0] + "." + parts[2].replace(':', '-');
    if (name.length() <= LONGEST_NAME) {
      return name;
    }
    String hash = HexFormat.of().formatHex(digest(name));
    return name.substring(0, LONGEST_NAME - hash.length()) + hash;
  }

  private static byte[] digest(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
