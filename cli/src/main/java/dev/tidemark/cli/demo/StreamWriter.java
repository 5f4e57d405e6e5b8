package dev.tidemark.cli.demo;

import dev.tidemark.checkpoint.Position;
import dev.tidemark.cli.UserException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResultEntry;

/** Puts the plan on the stream, as fast as it goes. */
final class StreamWriter {

  /** PutRecords takes at most 500 records. */
  private static final int MOST_AT_ONCE = 500;

  private static final int MOST_TRIES = 10;

  private final KinesisClient kinesis;
  private final String stream;

  StreamWriter(KinesisClient kinesis, String stream) {
    this.kinesis = kinesis;
    this.stream = stream;
  }

  /**
   * @param progress is told how many records were taken
   * @return the records with their places
   * @throws UserException when the stream keeps refusing records
   */
  List<PutRecord> put(List<PlannedRecord> records, IntConsumer progress) {
    var put = new ArrayList<PutRecord>(records.size());
    for (int from = 0; from < records.size(); from += MOST_AT_ONCE) {
      int to = Math.min(records.size(), from + MOST_AT_ONCE);
      putAll(records.subList(from, to), put);
      progress.accept(to - from);
    }
    return put;
  }

  private void putAll(List<PlannedRecord> records, List<PutRecord> put) {
    List<PlannedRecord> left = records;
    String refusal = "";
    for (int tries = 0; tries < MOST_TRIES && !left.isEmpty(); tries++) {
      List<PutRecordsResultEntry> results = send(left);
      var refused = new ArrayList<PlannedRecord>();
      for (int i = 0; i < left.size(); i++) {
        PutRecordsResultEntry result = results.get(i);
        if (result.errorCode() == null) {
          put.add(
              new PutRecord(left.get(i), result.shardId(), Position.of(result.sequenceNumber())));
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

  private List<PutRecordsResultEntry> send(List<PlannedRecord> records) {
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
