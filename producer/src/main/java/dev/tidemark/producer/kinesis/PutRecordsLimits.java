package dev.tidemark.producer.kinesis;

import dev.tidemark.producer.OutgoingRecord;
import dev.tidemark.producer.RequestLimits;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What {@code PutRecords} takes.
 *
 * <p>"Each PutRecords request can support up to 500 records. Each record in the request can be as
 * large as 10 MiB, up to a limit of 10 MiB for the entire request, including partition keys", says
 * "PutRecords" in the API reference of Kinesis Data Streams. A record's size is that of its bytes,
 * before base64, and of its partition key in UTF-8. How large a record may be is a setting of the
 * stream, {@code MaxRecordSizeInKiB}: 1 MiB unless somebody has raised it ("Handle large records"
 * in the developer guide). A partition key has 1 to 256 characters.
 *
 * @param maxRecordBytes the stream's limit for a record, 1 byte to 10 MiB
 * @param maxRecords records in a request, 1 to 500
 * @param maxRequestBytes bytes in a request, at least those of a record, at most 10 MiB
 */
public record PutRecordsLimits(int maxRecordBytes, int maxRecords, int maxRequestBytes)
    implements RequestLimits {

  private static final int MIB = 1 << 20;

  /** The most records that Kinesis takes in a request. */
  public static final int MOST_RECORDS = 500;

  /** The most bytes that Kinesis takes in a request, and in a record of a stream set to it. */
  public static final int MOST_BYTES = 10 * MIB;

  /** The most characters of a partition key. */
  public static final int LONGEST_KEY = 256;

  /** Those of a stream as it is created. */
  public static final PutRecordsLimits DEFAULTS =
      new PutRecordsLimits(MIB, MOST_RECORDS, MOST_BYTES);

  /**
   * @throws IllegalArgumentException when a number is out of range
   */
  public PutRecordsLimits {
    require("maxRecordBytes", maxRecordBytes, 1, MOST_BYTES);
    require("maxRecords", maxRecords, 1, MOST_RECORDS);
    require("maxRequestBytes", maxRequestBytes, maxRecordBytes, MOST_BYTES);
  }

  private static void require(String name, int value, int min, int max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(name + " must be " + min + " to " + max + ", is " + value);
    }
  }

  /**
   * Those of a stream whose {@code MaxRecordSizeInKiB} is this.
   *
   * @throws IllegalArgumentException when it is not 1 to 10,240
   */
  public static PutRecordsLimits ofMaxRecordSizeInKib(int kib) {
    return new PutRecordsLimits(Math.multiplyExact(kib, 1024), MOST_RECORDS, MOST_BYTES);
  }

  /** How Kinesis counts a record. */
  public static int sizeOf(OutgoingRecord record) {
    return Math.addExact(
        record.data().size(), record.partitionKey().getBytes(StandardCharsets.UTF_8).length);
  }

  @Override
  public Optional<String> refusal(OutgoingRecord record) {
    String key = record.partitionKey();
    int characters = key.codePointCount(0, key.length());
    if (characters < 1 || characters > LONGEST_KEY) {
      return Optional.of(
          "a partition key has 1 to %d characters, this one has %d"
              .formatted(LONGEST_KEY, characters));
    }
    long size = (long) record.data().size() + key.getBytes(StandardCharsets.UTF_8).length;
    return size > maxRecordBytes
        ? Optional.of(
            "the record has %,d bytes with its partition key, the stream takes %,d"
                .formatted(size, maxRecordBytes))
        : Optional.empty();
  }

  /** The oldest ones, as many as there is room for. */
  @Override
  public List<Integer> choose(List<OutgoingRecord> candidates) {
    List<Integer> chosen = new ArrayList<>();
    int bytes = 0;
    for (int i = 0; i < candidates.size() && chosen.size() < maxRecords; i++) {
      bytes += sizeOf(candidates.get(i));
      if (bytes > maxRequestBytes) {
        break;
      }
      chosen.add(i);
    }
    return chosen;
  }
}
