package dev.tidemark.producer.kinesis;

import dev.tidemark.producer.Answer;
import dev.tidemark.producer.HashKey;
import dev.tidemark.producer.Order;
import dev.tidemark.producer.OutgoingRecord;
import dev.tidemark.producer.Target;
import dev.tidemark.producer.TargetException;
import dev.tidemark.producer.TargetException.Kind;
import dev.tidemark.producer.TargetPosition;
import dev.tidemark.producer.aws.AwsFailures;
import java.util.List;
import java.util.Objects;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResultEntry;

/**
 * A Kinesis stream. A record's position is its shard and sequence number.
 *
 * <p>Needs {@code kinesis:PutRecords} on the stream. A client of the SDK tries failed requests
 * again by itself; one that does not ({@code AwsRetryStrategy.doNotRetry()}) leaves that to the
 * {@link dev.tidemark.producer.Sender} and its pauses. Give it a time-out a call: without one an
 * answer that does not come is waited for. The client stays the caller's to close.
 *
 * <p>Thread-safe, as the client is.
 */
public final class KinesisTarget implements Target {

  private final KinesisClient client;
  private final String stream;
  private final Order order;
  private final PutRecordsLimits limits;

  /**
   * @param order what a request may hold: at most one record of a partition key, or any
   */
  public KinesisTarget(KinesisClient client, String stream, Order order, PutRecordsLimits limits) {
    this.client = Objects.requireNonNull(client);
    this.stream = Objects.requireNonNull(stream);
    this.order = Objects.requireNonNull(order);
    this.limits = Objects.requireNonNull(limits);
  }

  /** A stream of which the order of a partition key is kept, with the limits as it is created. */
  public static KinesisTarget of(KinesisClient client, String stream) {
    return new KinesisTarget(client, stream, Order.PER_KEY, PutRecordsLimits.DEFAULTS);
  }

  @Override
  public String name() {
    return "Kinesis stream '" + stream + "'";
  }

  @Override
  public Order order() {
    return order;
  }

  @Override
  public PutRecordsLimits limits() {
    return limits;
  }

  @Override
  public List<Answer> put(List<OutgoingRecord> request) {
    List<PutRecordsRequestEntry> entries = request.stream().map(KinesisTarget::entry).toList();
    List<PutRecordsResultEntry> results;
    try {
      results = client.putRecords(call -> call.streamName(stream).records(entries)).records();
    } catch (SdkException e) {
      throw new AwsFailures(name(), "kinesis:PutRecords").of(e);
    }
    if (results.size() != request.size()) {
      throw new TargetException(
          Kind.TRANSIENT,
          "%s answered %d records with %d results"
              .formatted(name(), request.size(), results.size()));
    }
    return results.stream().map(KinesisTarget::answer).toList();
  }

  private static PutRecordsRequestEntry entry(OutgoingRecord record) {
    var entry =
        PutRecordsRequestEntry.builder()
            .partitionKey(record.partitionKey())
            .data(SdkBytes.fromByteBuffer(record.data().asByteBuffer()));
    record.hashKey().map(HashKey::toString).ifPresent(entry::explicitHashKey);
    return entry.build();
  }

  /** An entry without an error code has landed; both codes that there are pass by themselves. */
  private static Answer answer(PutRecordsResultEntry result) {
    return result.errorCode() == null
        ? new Answer.Written(new TargetPosition(result.shardId(), result.sequenceNumber()))
        : new Answer.Failed(result.errorCode() + ": " + result.errorMessage());
  }
}
