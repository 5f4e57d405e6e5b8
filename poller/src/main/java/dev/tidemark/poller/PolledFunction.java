package dev.tidemark.poller;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;

/**
 * A consumer as a poller calls it: the same call that Lambda makes of it. Called for several shards
 * at once.
 */
@FunctionalInterface
public interface PolledFunction {

  /**
   * @param event records of one shard
   * @return which of them are unfinished
   */
  StreamsEventResponse handleEvent(KinesisEvent event, Context context);
}
