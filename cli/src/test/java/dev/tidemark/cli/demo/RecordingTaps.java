package dev.tidemark.cli.demo;

import dev.tidemark.local.AwsServices;
import dev.tidemark.local.FaultPlan;
import dev.tidemark.local.LocalAws;
import dev.tidemark.local.LocalService;
import dev.tidemark.local.ServiceTap;
import dev.tidemark.local.ServiceTap.Request;
import java.net.URI;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** Services behind taps that keep every call in the words of IAM. */
final class RecordingTaps implements AwsServices, AutoCloseable {

  private final Map<LocalService, ServiceTap> taps = new EnumMap<>(LocalService.class);
  private final Set<Call> calls = ConcurrentHashMap.newKeySet();
  private final String streamArn;

  RecordingTaps(LocalAws aws, String streamArn) {
    this.streamArn = streamArn;
    for (LocalService service : LocalService.values()) {
      taps.put(
          service,
          ServiceTap.faulty(
              aws.endpoint(service),
              request -> "any",
              FaultPlan.none(),
              (request, status) -> record(service, request, status)));
    }
  }

  private void record(LocalService service, Request request, int status) {
    switch (service) {
      case DYNAMODB -> calls.addAll(DynamoDbCalls.of(operation(request), request.body().toUtf8()));
      case KINESIS -> calls.add(Call.of("kinesis:" + operation(request), streamArn));
      case S3 -> recordS3(request, status);
    }
  }

  private static String operation(Request request) {
    return request.target().substring(request.target().indexOf('.') + 1);
  }

  /** S3 tells who may not list a bucket nothing of an object that is not there. */
  private void recordS3(Request request, int status) {
    String object = "arn:aws:s3:::" + request.path().substring(1);
    String bucket = object.substring(0, (object + "/").indexOf('/'));
    if (object.equals(bucket) || status == 404) {
      calls.add(Call.of("s3:ListBucket", bucket));
    }
    if (!object.equals(bucket)) {
      String action =
          switch (request.method()) {
            case "GET", "HEAD" -> "s3:GetObject";
            case "PUT", "POST" -> "s3:PutObject";
            default -> "s3:" + request.method();
          };
      calls.add(Call.of(action, object));
    }
  }

  Set<Call> calls() {
    return Set.copyOf(calls);
  }

  @Override
  public URI endpoint(LocalService service) {
    ServiceTap tap = taps.get(service);
    if (tap == null) {
      throw new IllegalArgumentException("no " + service);
    }
    return tap.endpoint();
  }

  @Override
  public Map<String, String> environment() {
    Map<String, String> variables = new TreeMap<>();
    taps.forEach(
        (service, tap) ->
            variables.put("AWS_ENDPOINT_URL_" + service.name(), tap.endpoint().toString()));
    return variables;
  }

  @Override
  public void close() {
    taps.values().forEach(ServiceTap::close);
  }
}
