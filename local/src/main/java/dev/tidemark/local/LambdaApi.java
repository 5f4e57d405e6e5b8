package dev.tidemark.local;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.sun.net.httpserver.HttpExchange;
import dev.tidemark.local.Upstream.Answer;
import dev.tidemark.mapping.MappingSettings;
import dev.tidemark.mapping.RecordAgeLimit;
import dev.tidemark.mapping.ResponseMode;
import dev.tidemark.mapping.RetryLimit;
import dev.tidemark.mapping.StartingPosition;
import dev.tidemark.mapping.WholeFailure;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * What Lambda says of one function and its mapping. Source of the formats: AWS Lambda API
 * Reference, "GetFunctionConfiguration", "GetFunctionConcurrency", "ListEventSourceMappings".
 */
record LambdaApi(LocalDeployment deployment) implements AwsFront.Backend {

  private static final String ROLE = "arn:aws:iam::" + LocalAws.ACCOUNT + ":role/local";

  @Override
  public Answer answer(HttpExchange exchange, byte[] body) throws IOException {
    String path = exchange.getRequestURI().getPath();
    String function = "/functions/" + deployment.function().name() + "/";
    if (path.contains("/event-source-mappings")) {
      return AwsFront.json(200, json(this::writeMappings));
    }
    if (path.endsWith(function + "configuration")) {
      return AwsFront.json(200, json(this::writeFunction));
    }
    if (path.endsWith(function + "concurrency")) {
      return AwsFront.json(200, "{}");
    }
    return notFound(path);
  }

  private static Answer notFound(String path) {
    return new Answer(
        404,
        Map.of(
            "Content-Type", List.of("application/json"),
            "x-amzn-ErrorType", List.of("ResourceNotFoundException")),
        "{\"Type\":\"User\",\"Message\":\"The local stack has no %s\"}"
            .formatted(path.replace("\"", ""))
            .getBytes(StandardCharsets.UTF_8));
  }

  private interface Fields {
    void write(JsonGenerator json) throws IOException;
  }

  private static String json(Fields fields) throws IOException {
    var text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      json.writeStartObject();
      fields.write(json);
      json.writeEndObject();
    }
    return text.toString();
  }

  private void writeFunction(JsonGenerator json) throws IOException {
    FunctionSettings function = deployment.function();
    json.writeStringField("FunctionName", function.name());
    json.writeStringField("FunctionArn", function.arn());
    json.writeStringField("Runtime", "java25");
    json.writeStringField("Role", ROLE);
    json.writeStringField("Handler", function.handler());
    json.writeNumberField("Timeout", Math.max(1, function.timeout().toSeconds()));
    json.writeNumberField("MemorySize", function.memoryMebibytes());
    json.writeStringField("CodeSha256", "local");
    json.writeStringField("Version", "$LATEST");
    json.writeStringField("State", "Active");
    json.writeStringField("LastUpdateStatus", "Successful");
    json.writeObjectFieldStart("Environment");
    json.writeObjectFieldStart("Variables");
    for (Map.Entry<String, String> variable : function.environment().entrySet()) {
      json.writeStringField(variable.getKey(), variable.getValue());
    }
    json.writeEndObject();
    json.writeEndObject();
  }

  private void writeMappings(JsonGenerator json) throws IOException {
    json.writeArrayFieldStart("EventSourceMappings");
    json.writeStartObject();
    writeMapping(json, deployment.mapping());
    json.writeEndObject();
    json.writeEndArray();
  }

  private void writeMapping(JsonGenerator json, MappingSettings mapping) throws IOException {
    String arn =
        "arn:aws:kinesis:%s:%s:stream/%s"
            .formatted(LocalAws.REGION, LocalAws.ACCOUNT, deployment.stream());
    json.writeStringField(
        "UUID", UUID.nameUUIDFromBytes(arn.getBytes(StandardCharsets.UTF_8)).toString());
    json.writeStringField("EventSourceArn", arn);
    json.writeStringField("FunctionArn", deployment.function().arn());
    json.writeStringField("State", "Enabled");
    json.writeStringField("StartingPosition", word(mapping.startingPosition()));
    json.writeNumberField("BatchSize", mapping.batching().batchSize());
    json.writeNumberField("ParallelizationFactor", mapping.batching().parallelizationFactor());
    json.writeNumberField("MaximumRetryAttempts", number(mapping.retrying().attempts()));
    json.writeNumberField("MaximumRecordAgeInSeconds", number(mapping.retrying().recordAge()));
    json.writeBooleanField(
        "BisectBatchOnFunctionError", mapping.retrying().wholeFailure() == WholeFailure.BISECT);
    json.writeArrayFieldStart("FunctionResponseTypes");
    if (mapping.responseMode() == ResponseMode.REPORT_BATCH_ITEM_FAILURES) {
      json.writeString("ReportBatchItemFailures");
    }
    json.writeEndArray();
    if (mapping.onFailure().isPresent()) {
      json.writeObjectFieldStart("DestinationConfig");
      json.writeObjectFieldStart("OnFailure");
      json.writeStringField("Destination", mapping.onFailure().get().arn());
      json.writeEndObject();
      json.writeEndObject();
    }
  }

  private static String word(StartingPosition position) {
    return switch (position) {
      case StartingPosition.TrimHorizon all -> "TRIM_HORIZON";
      case StartingPosition.Latest none -> "LATEST";
      case StartingPosition.AtTimestamp at -> "AT_TIMESTAMP";
    };
  }

  private static int number(RetryLimit limit) {
    return switch (limit) {
      case RetryLimit.Unlimited none -> -1;
      case RetryLimit.AtMost(int retries) -> retries;
    };
  }

  private static long number(RecordAgeLimit limit) {
    return switch (limit) {
      case RecordAgeLimit.Unlimited none -> -1;
      case RecordAgeLimit.AtMost(var age) -> age.toSeconds();
    };
  }
}
