package dev.tidemark;

import dev.tidemark.producer.Delivery;
import dev.tidemark.producer.OutgoingRecord;
import dev.tidemark.producer.RetryPolicy;
import dev.tidemark.producer.Sender;
import dev.tidemark.producer.Target;
import dev.tidemark.producer.kinesis.KinesisTarget;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;

/**
 * Writes to a Kinesis stream, in requests as large as Kinesis takes them; what a request fails is
 * sent again, with pauses, and only that. Needs {@code kinesis:PutRecords} on the stream, and
 * {@code tidemark-producer} and the SDK's {@code kinesis} among the function's dependencies.
 */
public final class KinesisSink implements RecordSink {

  /** How long a write may take unless said otherwise. */
  public static final Duration PATIENCE = Duration.ofSeconds(20);

  private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(5);

  private final Sender sender;
  private final InstantSource clock;
  private final Duration patience;

  /**
   * @param patience how long a write may take before the records have to wait for another delivery
   */
  public KinesisSink(Sender sender, InstantSource clock, Duration patience) {
    this.sender = Objects.requireNonNull(sender);
    this.clock = Objects.requireNonNull(clock);
    this.patience = Objects.requireNonNull(patience);
  }

  /** The stream of that name, reached as the AWS SDK's own environment variables say. */
  public static KinesisSink to(String stream) {
    return to(KinesisTarget.of(client(), stream));
  }

  /** Any target of the producer. */
  public static KinesisSink to(Target target) {
    return new KinesisSink(
        Sender.of(target, RetryPolicy.DEFAULTS), InstantSource.system(), PATIENCE);
  }

  /** The sender repeats what failed, so the client does not. */
  private static KinesisClient client() {
    return KinesisClient.builder()
        .httpClientBuilder(UrlConnectionHttpClient.builder())
        .overrideConfiguration(
            ClientOverrideConfiguration.builder()
                .retryStrategy(AwsRetryStrategy.doNotRetry())
                .apiCallTimeout(ANSWER_TIMEOUT)
                .build())
        .build();
  }

  @Override
  public List<Refused> write(List<OutputRecord> records) throws IOException {
    Instant now = clock.instant();
    List<Delivery> deliveries =
        sender.send(
            records.stream()
                .map(record -> OutgoingRecord.of(record.partitionKey(), record.data(), now))
                .toList(),
            now.plus(patience));
    var refused = new ArrayList<Refused>();
    for (int place = 0; place < deliveries.size(); place++) {
      switch (deliveries.get(place)) {
        case Delivery.Written written -> {}
        case Delivery.Undelivered undelivered -> {
          if (undelivered.cause() != Delivery.Cause.REFUSED) {
            throw new IOException(sender.target().name() + ": " + undelivered.reason());
          }
          refused.add(new Refused(place, undelivered.reason()));
        }
      }
    }
    return refused;
  }
}
