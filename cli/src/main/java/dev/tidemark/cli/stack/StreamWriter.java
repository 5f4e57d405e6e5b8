package dev.tidemark.cli.stack;

import dev.tidemark.checkpoint.Position;
import dev.tidemark.cli.UserException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResultEntry;

/** Puts records on the stream, as fast as it goes. */
public final class StreamWriter {

  /** PutRecords takes at most 500 records. */
  private static final int MOST_AT_ONCE = 500;

  private static final int MOST_TRIES = 10;

  private final KinesisClient kinesis;
  private final String stream;

  public StreamWriter(KinesisClient kinesis, String stream) {
    this.kinesis = kinesis;
    this.stream = stream;
  }

  /**
   * What the caller keeps of a record that is on the stream.
   *
   * @param <R> what was put
   * @param <P> what is kept
   */
  @FunctionalInterface
  public interface Kept<R, P> {
    P of(R record, String shard, Position position);
  }

  /**
   * Puts records in their order, those refused again behind the others of their request.
   *
   * @param progress is told how many records were taken
   * @return the records with their places
   * @throws UserException when the stream keeps refusing records
   */
  public <R extends StreamRecord, P> List<P> put(
      List<R> records, Kept<R, P> kept, IntConsumer progress) {
    var put = new ArrayList<P>(records.size());
    for (int from = 0; from < records.size(); from += MOST_AT_ONCE) {
      int to = Math.min(records.size(), from + MOST_AT_ONCE);
      putAll(records.subList(from, to), kept, put);
      progress.accept(to - from);
    }
    return put;
  }

  private <R extends StreamRecord, P> void putAll(List<R> records, Kept<R, P> kept, List<P> put) {
    List<R> left = records;
    String refusal = "";
    for (int tries = 0; tries < MOST_TRIES && !left.isEmpty(); tries++) {
      List<PutRecordsResultEntry> results = send(left);
      var refused = new ArrayList<R>();
      for (int i = 0; i < left.size(); i++) {
        PutRecordsResultEntry result = results.get(i);
        if (result.errorCode() == null) {
          put.add(kept.of(left.get(i), result.shardId(), Position.of(result.sequenceNumber())));
        } else {
          refused.add(left.get(i));
          refusal = result.errorCode() + ": " + result.errorMessage();
        }
      }
      left = refused;
    }
    if (!left.isEmpty()) {
      throw new UserException("the stream refuses " + left.size() + " records: " + refusal);
    }
  }

  private List<PutRecordsResultEntry> send(List<? extends StreamRecord> records) {
    List<PutRecordsRequestEntry> entries =
        records.stream()
            .map(
                record ->
                    PutRecordsRequestEntry.builder()
                        .partitionKey(record.partitionKey())
                        .data(SdkBytes.fromByteBuffer(record.data().asByteBuffer()))
                        .build())
            .toList();
    return kinesis.putRecords(request -> request.streamName(stream).records(entries)).records();
  }
}
