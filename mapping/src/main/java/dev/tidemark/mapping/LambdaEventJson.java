package dev.tidemark.mapping;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;

/**
 * The event a Lambda function gets for a batch of one shard, as UTF-8 JSON without white space.
 *
 * <p>Members and their order are recorded from AWS. The size is computed without rendering and is
 * exact to the byte, so that a batch can be closed at {@link #PAYLOAD_CAP_BYTES}.
 */
public final class LambdaEventJson {

  /** The most bytes of an invocation's payload, 6 MB (AWS docs). */
  public static final long PAYLOAD_CAP_BYTES = 6L * 1024 * 1024;

  private static final byte[] OPEN = "{\"Records\":[".getBytes(UTF_8);
  private static final byte[] CLOSE = "]}".getBytes(UTF_8);
  private static final byte[] BEFORE_KEY =
      "{\"kinesis\":{\"kinesisSchemaVersion\":\"1.0\",\"partitionKey\":\"".getBytes(UTF_8);
  private static final byte[] BEFORE_NUMBER = "\",\"sequenceNumber\":\"".getBytes(UTF_8);
  private static final byte[] BEFORE_DATA = "\",\"data\":\"".getBytes(UTF_8);
  private static final byte[] BEFORE_ARRIVAL =
      "\",\"approximateArrivalTimestamp\":".getBytes(UTF_8);

  private final byte[] beforeEventNumber;
  private final byte[] afterEventNumber;

  /** The events of this shard. */
  public LambdaEventJson(ShardSource source) {
    beforeEventNumber =
        ("},\"eventSource\":\"aws:kinesis\",\"eventVersion\":\"1.0\",\"eventID\":\""
                + JsonText.escape(source.shardId())
                + ":")
            .getBytes(UTF_8);
    afterEventNumber =
        ("\",\"eventName\":\"aws:kinesis:record\",\"invokeIdentityArn\":\""
                + JsonText.escape(source.roleArn())
                + "\",\"awsRegion\":\""
                + JsonText.escape(source.region())
                + "\",\"eventSourceARN\":\""
                + JsonText.escape(source.streamArn())
                + "\"}")
            .getBytes(UTF_8);
  }

  /** How many bytes the event of this batch has. */
  public long sizeInBytes(List<MappedRecord> batch) {
    long sum = batch.stream().mapToLong(this::recordSizeInBytes).sum();
    return eventSizeInBytes(batch.size(), sum);
  }

  /** How many bytes one record takes inside an event, without the comma between records. */
  public long recordSizeInBytes(MappedRecord record) {
    return BEFORE_KEY.length
        + JsonText.utf8Size(JsonText.escape(record.partitionKey()))
        + BEFORE_NUMBER.length
        + 2L * record.sequenceNumber().digits().length()
        + BEFORE_DATA.length
        + (record.data().size() + 2L) / 3 * 4
        + BEFORE_ARRIVAL.length
        + secondsOf(record.approximateArrival()).length()
        + beforeEventNumber.length
        + afterEventNumber.length;
  }

  /** How many bytes an event of so many records has, given the sum of their own sizes. */
  static long eventSizeInBytes(int records, long sumOfRecordSizes) {
    return OPEN.length + sumOfRecordSizes + Math.max(0, records - 1) + CLOSE.length;
  }

  /** Writes the event; one buffer the size of the largest record is all it holds. */
  public void write(List<MappedRecord> batch, OutputStream out) throws IOException {
    out.write(OPEN);
    for (int i = 0; i < batch.size(); i++) {
      if (i > 0) {
        out.write(',');
      }
      write(batch.get(i), out);
    }
    out.write(CLOSE);
  }

  /** The event as text. */
  public String render(List<MappedRecord> batch) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(Math.toIntExact(sizeInBytes(batch)));
    try {
      write(batch, out);
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory failed", e);
    }
    return out.toString(UTF_8);
  }

  private void write(MappedRecord record, OutputStream out) throws IOException {
    byte[] number = record.sequenceNumber().digits().getBytes(UTF_8);
    out.write(BEFORE_KEY);
    out.write(JsonText.escape(record.partitionKey()).getBytes(UTF_8));
    out.write(BEFORE_NUMBER);
    out.write(number);
    out.write(BEFORE_DATA);
    out.write(record.data().toBase64().getBytes(UTF_8));
    out.write(BEFORE_ARRIVAL);
    out.write(secondsOf(record.approximateArrival()).getBytes(UTF_8));
    out.write(beforeEventNumber);
    out.write(number);
    out.write(afterEventNumber);
  }

  /** Seconds since 1970 with three decimals, as recorded events carry them. */
  private static String secondsOf(Instant time) {
    String millis = Long.toString(1_000 + time.toEpochMilli() % 1_000);
    return time.getEpochSecond() + "." + millis.substring(1);
  }
}
