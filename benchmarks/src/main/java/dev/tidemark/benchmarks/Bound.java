package dev.tidemark.benchmarks;

import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import com.amazonaws.services.lambda.runtime.serialization.PojoSerializer;
import com.amazonaws.services.lambda.runtime.serialization.events.LambdaEventSerializers;
import java.io.ByteArrayInputStream;
import java.util.List;

/** The event as Lambda's runtime binds it for a handler of {@code KinesisEvent}. */
public final class Bound {

  private static final PojoSerializer<KinesisEvent> SERIALIZER =
      LambdaEventSerializers.serializerFor(KinesisEvent.class, Bound.class.getClassLoader());

  private Bound() {}

  /** The records of the event. */
  public static List<KinesisEvent.KinesisEventRecord> records(byte[] event) {
    return SERIALIZER.fromJson(new ByteArrayInputStream(event)).getRecords();
  }

  static byte[] data(KinesisEvent.KinesisEventRecord record) {
    byte[] data = new byte[record.getKinesis().getData().remaining()];
    record.getKinesis().getData().duplicate().get(data);
    return data;
  }

  static String sequenceNumber(KinesisEvent.KinesisEventRecord record) {
    return record.getKinesis().getSequenceNumber();
  }
}
