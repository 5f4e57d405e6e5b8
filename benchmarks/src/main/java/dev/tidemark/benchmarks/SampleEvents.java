package dev.tidemark.benchmarks;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Random;

/** Events as an event source mapping sends them, of records with random bytes, by seed. */
public final class SampleEvents {

  /** A record's bytes. */
  public static final int RECORD_BYTES = 1_024;

  /** So many records of that size fill an invocation of 6 MB. */
  public static final int FULL = 3_285;

  private SampleEvents() {}

  /**
   * An event.
   *
   * @param batch which of the shard: later batches have later records
   * @param records how many
   * @param keys of how many partition keys
   */
  public static byte[] event(String shard, long batch, int records, int keys) {
    var random = new Random(batch * 31 + records);
    var json = new StringBuilder("{\"Records\":[");
    for (int i = 0; i < records; i++) {
      byte[] data = new byte[RECORD_BYTES];
      random.nextBytes(data);
      json.append(i == 0 ? "" : ",")
          .append(record(shard, batch * 10_000 + i, "customer-" + i % keys, data, i));
    }
    return json.append("]}").toString().getBytes(StandardCharsets.UTF_8);
  }

  /** The records of the first batch of a shard from this one on. */
  static byte[] suffix(String shard, int records, int from) {
    var random = new Random(records);
    var json = new StringBuilder("{\"Records\":[");
    for (int i = from; i < records; i++) {
      byte[] data = new byte[RECORD_BYTES];
      random.nextBytes(data);
      json.append(i == from ? "" : ",").append(record(shard, i, "customer-" + i % 100, data, i));
    }
    return json.append("]}").toString().getBytes(StandardCharsets.UTF_8);
  }

  private static String record(String shard, long number, String key, byte[] data, int index) {
    String sequence = "49590338271490256608559692" + String.format(Locale.ROOT, "%030d", number);
    return "{\"kinesis\":{\"kinesisSchemaVersion\":\"1.0\",\"partitionKey\":\"%s\",\"sequenceNumber\":\"%s\",\"data\":\"%s\",\"approximateArrivalTimestamp\":1545084650.%03d},"
            .formatted(key, sequence, Base64.getEncoder().encodeToString(data), index % 1_000)
        + "\"eventSource\":\"aws:kinesis\",\"eventVersion\":\"1.0\",\"eventID\":\"%s:%s\","
            .formatted(shard, sequence)
        + "\"eventName\":\"aws:kinesis:record\","
        + "\"invokeIdentityArn\":\"arn:aws:iam::123456789012:role/lambda-role\","
        + "\"awsRegion\":\"us-east-2\","
        + "\"eventSourceARN\":\"arn:aws:kinesis:us-east-2:123456789012:stream/lambda-stream\""
        + "}";
  }
}
