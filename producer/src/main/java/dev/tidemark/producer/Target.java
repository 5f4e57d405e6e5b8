package dev.tidemark.producer;

import java.util.List;

/**
 * Where records are written: a stream, a log, a file. It sends; a {@link Sender} tries again.
 *
 * <p>Called by one thread at a time.
 */
public interface Target {

  /** What it is and its name, for messages and checkpoints: {@code Kinesis stream 'orders'}. */
  String name();

  /** Which order a sender has to keep. */
  Order order();

  /** What goes into a request. */
  RequestLimits limits();

  /**
   * Writes one request, which keeps to {@link #limits()}.
   *
   * @return an answer a record, in the order of the request
   * @throws TargetException when there is no answer, or one for the request as a whole
   */
  List<Answer> put(List<OutgoingRecord> request);
}
