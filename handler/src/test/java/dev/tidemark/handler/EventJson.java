package dev.tidemark.handler;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Objects;

/** Events as JSON, and the samples that lie in the folder {@code events}. */
final class EventJson {

  static final String SHARD = "shardId-000000000000";
  static final String ARN = "arn:aws:kinesis:eu-central-1:123456789012:stream/earthquakes";

  private EventJson() {}

  static String event(String... records) {
    return "{\"Records\":[" + String.join(",", records) + "]}";
  }

  static String event(List<String> records) {
    return event(records.toArray(String[]::new));
  }

  static String record(String sequenceNumber, String partitionKey, String data) {
    return rawRecord(sequenceNumber, partitionKey, base64(data));
  }

  static String rawRecord(String sequenceNumber, String partitionKey, String base64) {
    return rawRecord(SHARD, sequenceNumber, partitionKey, base64);
  }

  static String rawRecord(String shard, String sequenceNumber, String partitionKey, String base64) {
    return """
    {"kinesis":{"kinesisSchemaVersion":"1.0","partitionKey":"%s","sequenceNumber":"%s",\
    "data":"%s","approximateArrivalTimestamp":1517363400.25},\
    "eventSource":"aws:kinesis","eventVersion":"1.0","eventID":"%s:%s",\
    "eventName":"aws:kinesis:record","eventSourceARN":"%s"}\
    """
        .formatted(partitionKey, sequenceNumber, base64, shard, sequenceNumber, ARN);
  }

  static String base64(String data) {
    return Base64.getEncoder().encodeToString(data.getBytes(StandardCharsets.UTF_8));
  }

  static InputStream stream(String json) {
    return new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8));
  }

  static String sample(String file) {
    try (InputStream in = EventJson.class.getResourceAsStream("/events/" + file)) {
      return new String(Objects.requireNonNull(in, file).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
