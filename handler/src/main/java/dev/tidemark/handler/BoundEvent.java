package dev.tidemark.handler;

import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import dev.tidemark.checkpoint.Bytes;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads an event that the runtime has bound to its own classes. */
final class BoundEvent {

  private static final double MILLIS = 1000.0;

  private BoundEvent() {}

  /**
   * @return its records, in the order of the event
   * @throws EventException when it is no Kinesis event, or a record cannot be told apart
   */
  static List<EventRecord> read(KinesisEvent event) {
    var records = new ArrayList<EventRecord>();
    List<KinesisEvent.KinesisEventRecord> bound = event.getRecords();
    if (bound == null) {
      throw new EventException(
          "the event has no 'Records'; expected is a Kinesis event from an event source mapping");
    }
    for (KinesisEvent.KinesisEventRecord one : bound) {
      var fields = new RecordFields(records.size());
      fields.eventSource = orAbsent(one.getEventSource());
      fields.eventId = orAbsent(one.getEventID());
      fields.eventSourceArn = orAbsent(one.getEventSourceARN());
      KinesisEvent.Record kinesis = one.getKinesis();
      if (kinesis != null) {
        fields.sequenceNumber = orAbsent(kinesis.getSequenceNumber());
        fields.partitionKey = orAbsent(kinesis.getPartitionKey());
        if (kinesis.getData() != null) {
          fields.decoded(Bytes.copyOf(kinesis.getData()));
        }
        fields.arrivedAt = seconds(kinesis.getApproximateArrivalTimestamp());
      }
      records.add(fields.toRecord());
    }
    return records;
  }

  @SuppressWarnings("JavaUtilDate") // the runtime's event class has it
  private static double seconds(@Nullable Date time) {
    return time == null ? 0 : time.getTime() / MILLIS;
  }

  private static String orAbsent(@Nullable String text) {
    return text == null ? RecordFields.ABSENT : text;
  }
}
