package dev.tidemark.benchmarks;

import com.amazonaws.services.lambda.runtime.events.KinesisEvent;

/** No checkpoint at all: the limit. */
final class BareLoop extends OneAfterTheOther {

  @Override
  public String name() {
    return "bare loop";
  }

  @Override
  void one(KinesisEvent.KinesisEventRecord record, Handler handler) throws Exception {
    handler.handle(Bound.sequenceNumber(record), Bound.data(record));
  }
}
