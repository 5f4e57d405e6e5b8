package dev.tidemark.producer.logs;

import dev.tidemark.producer.Answer;
import dev.tidemark.producer.Order;
import dev.tidemark.producer.OutgoingRecord;
import dev.tidemark.producer.RequestLimits;
import dev.tidemark.producer.Target;
import dev.tidemark.producer.TargetPosition;
import dev.tidemark.producer.aws.AwsFailures;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.InputLogEvent;
import software.amazon.awssdk.services.cloudwatchlogs.model.PutLogEventsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.RejectedLogEventsInfo;
import software.amazon.awssdk.services.cloudwatchlogs.model.ResourceAlreadyExistsException;
import software.amazon.awssdk.services.cloudwatchlogs.model.ResourceNotFoundException;

/**
 * A log stream of CloudWatch Logs. A record is an event: its bytes are the message, its source time
 * the event's. Partition keys are of no use here. A record's position is the log stream and the
 * time in milliseconds.
 *
 * <p>The log stream and its group are made when they are missing. Events that the service rejects,
 * because they are older than 14 days or the group keeps events, or more than two hours in the
 * future, are {@link Answer.Rejected}.
 *
 * <p>Needs {@code logs:PutLogEvents}, {@code logs:CreateLogStream} and {@code logs:CreateLogGroup}.
 * The client stays the caller's to close.
 */
public final class CloudWatchLogsTarget implements Target {

  private static final RequestLimits LIMITS = new PutLogEventsLimits();

  private final CloudWatchLogsClient client;
  private final String group;
  private final String stream;

  public CloudWatchLogsTarget(CloudWatchLogsClient client, String group, String stream) {
    this.client = Objects.requireNonNull(client);
    this.group = Objects.requireNonNull(group);
    this.stream = Objects.requireNonNull(stream);
  }

  @Override
  public String name() {
    return "log stream '" + group + ":" + stream + "'";
  }

  /** The service sorts by time. */
  @Override
  public Order order() {
    return Order.NONE;
  }

  @Override
  public RequestLimits limits() {
    return LIMITS;
  }

  @Override
  public List<Answer> put(List<OutgoingRecord> request) {
    List<InputLogEvent> events = request.stream().map(CloudWatchLogsTarget::event).toList();
    try {
      return answers(request, send(events));
    } catch (SdkException e) {
      throw new AwsFailures(
              name(), "logs:PutLogEvents, logs:CreateLogStream and logs:CreateLogGroup")
          .of(e);
    }
  }

  private static InputLogEvent event(OutgoingRecord record) {
    return InputLogEvent.builder()
        .timestamp(PutLogEventsLimits.timeOf(record))
        .message(record.data().toUtf8())
        .build();
  }

  private PutLogEventsResponse send(List<InputLogEvent> events) {
    try {
      return putEvents(events);
    } catch (ResourceNotFoundException e) {
      makeStream();
      return putEvents(events);
    }
  }

  private PutLogEventsResponse putEvents(List<InputLogEvent> events) {
    return client.putLogEvents(
        call -> call.logGroupName(group).logStreamName(stream).logEvents(events));
  }

  private void makeStream() {
    try {
      createStream();
    } catch (ResourceNotFoundException e) {
      ignoringExisting(() -> client.createLogGroup(call -> call.logGroupName(group)));
      createStream();
    }
  }

  private void createStream() {
    ignoringExisting(
        () -> client.createLogStream(call -> call.logGroupName(group).logStreamName(stream)));
  }

  /** Somebody else made it at the same time. */
  private static void ignoringExisting(Runnable create) {
    try {
      create.run();
    } catch (ResourceAlreadyExistsException e) {
      // which is what was wanted
    }
  }

  /** The indexes are of events in the order of time: too old ones come first. */
  private List<Answer> answers(List<OutgoingRecord> request, PutLogEventsResponse response) {
    Optional<RejectedLogEventsInfo> rejected =
        Optional.ofNullable(response.rejectedLogEventsInfo());
    int tooOld = rejected.map(RejectedLogEventsInfo::tooOldLogEventEndIndex).orElse(0);
    int expired = rejected.map(RejectedLogEventsInfo::expiredLogEventEndIndex).orElse(0);
    int tooNew =
        rejected.map(RejectedLogEventsInfo::tooNewLogEventStartIndex).orElse(request.size());
    List<Answer> answers = new ArrayList<>();
    for (int i = 0; i < request.size(); i++) {
      if (i < tooOld) {
        answers.add(new Answer.Rejected("the log event is too old"));
      } else if (i < expired) {
        answers.add(new Answer.Rejected("the log event is older than its group keeps events"));
      } else if (i >= tooNew) {
        answers.add(new Answer.Rejected("the log event is too far in the future"));
      } else {
        answers.add(written(request.get(i)));
      }
    }
    return answers;
  }

  private Answer written(OutgoingRecord record) {
    String time = Long.toString(PutLogEventsLimits.timeOf(record));
    return new Answer.Written(new TargetPosition(stream, time));
  }
}
