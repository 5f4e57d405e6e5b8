package dev.tidemark.mapping;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** A failure message as JSON, its members in the order that was recorded from AWS. */
final class FailureMessageJson {
  private static final JsonFactory JSON =
      JsonFactory.builder().disable(StreamWriteFeature.AUTO_CLOSE_TARGET).build();
  private static final DateTimeFormatter MILLIS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  private FailureMessageJson() {}

  static String render(FailureMessage message) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      write(message, out);
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory failed", e);
    }
    return out.toString(StandardCharsets.UTF_8);
  }

  static void write(FailureMessage message, OutputStream out) throws IOException {
    try (JsonGenerator json = JSON.createGenerator(out)) {
      json.writeStartObject();
      writeContexts(message, json);
      json.writeStringField("version", "1.0");
      writeTime(json, "timestamp", message.timestamp());
      writeBatchInfo(message, json);
      switch (message.destination().kind()) {
        case SQS, SNS -> {}
        case S3 -> {
          json.writeFieldName("payload");
          json.writeRawValue(new LambdaEventJson(message.source()).render(message.records()));
        }
      }
      json.writeEndObject();
    }
  }

  private static void writeContexts(FailureMessage message, JsonGenerator json) throws IOException {
    FailureMessage.RequestContext request = message.requestContext();
    json.writeObjectFieldStart("requestContext");
    json.writeStringField("requestId", request.requestId().value());
    json.writeStringField("functionArn", message.source().functionArn());
    json.writeStringField("condition", request.condition().text());
    json.writeNumberField("approximateInvokeCount", request.approximateInvokeCount());
    json.writeEndObject();
    if (message.responseContext().isPresent()) {
      FailureMessage.ResponseContext response = message.responseContext().get();
      json.writeObjectFieldStart("responseContext");
      json.writeNumberField("statusCode", FailureMessage.ResponseContext.STATUS_CODE);
      json.writeStringField("executedVersion", FailureMessage.ResponseContext.EXECUTED_VERSION);
      if (response.functionError().isPresent()) {
        json.writeStringField("functionError", response.functionError().get());
      } else {
        json.writeNullField("functionError");
      }
      json.writeEndObject();
    }
  }

  private static void writeBatchInfo(FailureMessage message, JsonGenerator json)
      throws IOException {
    FailureMessage.KinesisBatchInfo info = message.batchInfo();
    json.writeObjectFieldStart("KinesisBatchInfo");
    json.writeStringField("shardId", message.source().shardId());
    json.writeStringField("startSequenceNumber", info.startSequenceNumber().digits());
    json.writeStringField("endSequenceNumber", info.endSequenceNumber().digits());
    writeTime(json, "approximateArrivalOfFirstRecord", info.firstArrival());
    writeTime(json, "approximateArrivalOfLastRecord", info.lastArrival());
    json.writeNumberField("batchSize", info.batchSize());
    json.writeStringField("streamArn", message.source().streamArn());
    json.writeEndObject();
  }

  private static void writeTime(JsonGenerator json, String name, Instant time) throws IOException {
    json.writeStringField(name, MILLIS.format(time));
  }
}
