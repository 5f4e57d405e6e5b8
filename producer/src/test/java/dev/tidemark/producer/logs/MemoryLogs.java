package dev.tidemark.producer.logs;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.CreateLogGroupRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.CreateLogGroupResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.CreateLogStreamRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.CreateLogStreamResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.InputLogEvent;
import software.amazon.awssdk.services.cloudwatchlogs.model.InvalidParameterException;
import software.amazon.awssdk.services.cloudwatchlogs.model.PutLogEventsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.PutLogEventsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.RejectedLogEventsInfo;
import software.amazon.awssdk.services.cloudwatchlogs.model.ResourceAlreadyExistsException;
import software.amazon.awssdk.services.cloudwatchlogs.model.ResourceNotFoundException;

/** CloudWatch Logs in memory, which refuses and rejects what the service does. */
final class MemoryLogs implements CloudWatchLogsClient {

  private final Instant now;
  private final Set<String> groups = new HashSet<>();
  private final Set<String> streams = new HashSet<>();
  private final List<String> messages = new ArrayList<>();
  private final List<String> calls = new ArrayList<>();

  MemoryLogs(Instant now) {
    this.now = now;
  }

  List<String> messages() {
    return List.copyOf(messages);
  }

  /** The names of the calls, and of a put its number of events. */
  List<String> calls() {
    return List.copyOf(calls);
  }

  @Override
  public CreateLogGroupResponse createLogGroup(CreateLogGroupRequest request) {
    calls.add("createLogGroup");
    requireNew(groups.add(request.logGroupName()));
    return CreateLogGroupResponse.builder().build();
  }

  @Override
  public CreateLogStreamResponse createLogStream(CreateLogStreamRequest request) {
    calls.add("createLogStream");
    requireFound(groups.contains(request.logGroupName()));
    requireNew(streams.add(request.logGroupName() + ":" + request.logStreamName()));
    return CreateLogStreamResponse.builder().build();
  }

  private static void requireNew(boolean isNew) {
    if (!isNew) {
      throw ResourceAlreadyExistsException.builder().message("it is there").build();
    }
  }

  private static void requireFound(boolean found) {
    if (!found) {
      throw ResourceNotFoundException.builder().message("The specified log group").build();
    }
  }

  @Override
  public PutLogEventsResponse putLogEvents(PutLogEventsRequest request) {
    List<InputLogEvent> events = request.logEvents();
    calls.add("putLogEvents " + events.size());
    requireFound(streams.contains(request.logGroupName() + ":" + request.logStreamName()));
    requireValid(events);
    int old = 0;
    int valid = 0;
    for (InputLogEvent event : events) {
      Instant time = Instant.ofEpochMilli(event.timestamp());
      if (time.isBefore(now.minus(Duration.ofDays(14)))) {
        old++;
      } else if (!time.isAfter(now.plus(Duration.ofHours(2)))) {
        valid++;
        messages.add(event.message());
      }
    }
    return response(events.size(), old, valid);
  }

  private static PutLogEventsResponse response(int all, int old, int valid) {
    if (all == valid) {
      return PutLogEventsResponse.builder().build();
    }
    var rejected = RejectedLogEventsInfo.builder();
    if (old > 0) {
      rejected.tooOldLogEventEndIndex(old);
    }
    if (old + valid < all) {
      rejected.tooNewLogEventStartIndex(old + valid);
    }
    return PutLogEventsResponse.builder().rejectedLogEventsInfo(rejected.build()).build();
  }

  private static void requireValid(List<InputLogEvent> events) {
    long bytes = 0;
    long before = events.getFirst().timestamp();
    for (InputLogEvent event : events) {
      bytes += event.message().getBytes(StandardCharsets.UTF_8).length + 26;
      require(!event.message().isEmpty(), "a message");
      require(event.timestamp() >= before, "chronological order");
      before = event.timestamp();
    }
    require(events.size() <= 10_000, "10,000 events");
    require(bytes <= 1_048_576, "the size of a batch");
    require(before - events.getFirst().timestamp() <= 86_400_000, "a span of 24 hours");
  }

  private static void require(boolean holds, String what) {
    if (!holds) {
      throw InvalidParameterException.builder()
          .statusCode(400)
          .message("Log events in a single PutLogEvents request must keep to " + what)
          .awsErrorDetails(AwsErrorDetails.builder().errorCode("InvalidParameterException").build())
          .build();
    }
  }

  @Override
  public String serviceName() {
    return SERVICE_NAME;
  }

  @Override
  public void close() {}
}
