package dev.tidemark.benchmarks;

import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import java.util.List;

/**
 * Consumers that take bound records one after the other and stop at the first that fails, as AWS
 * shows it for Kinesis: what is behind that record comes again.
 */
abstract class OneAfterTheOther implements Contender {

  @Override
  public List<String> consume(byte[] event, Handler handler) {
    List<KinesisEvent.KinesisEventRecord> records = Bound.records(event);
    begin(records);
    for (KinesisEvent.KinesisEventRecord record : records) {
      try {
        one(record, handler);
      } catch (Exception e) {
        return List.of(Bound.sequenceNumber(record));
      }
    }
    end();
    return List.of();
  }

  abstract void one(KinesisEvent.KinesisEventRecord record, Handler handler) throws Exception;

  void begin(List<KinesisEvent.KinesisEventRecord> records) {}

  void end() {}
}
