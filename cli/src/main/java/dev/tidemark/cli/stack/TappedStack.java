package dev.tidemark.cli.stack;

import dev.tidemark.local.AwsServices;
import dev.tidemark.local.Fault;
import dev.tidemark.local.LocalAws;
import dev.tidemark.local.ServiceTap;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Services with the stores of the checkpoints, and a tap before each of the two.
 *
 * @param aws the services; ended with this stack when they are processes of its own
 * @param stores the table and the bucket, past the taps
 * @param dynamoDb the tap before DynamoDB
 * @param s3 the tap before S3
 */
public record TappedStack(AwsServices aws, LocalStores stores, ServiceTap dynamoDb, ServiceTap s3)
    implements AutoCloseable {

  public TappedStack {
    Objects.requireNonNull(aws);
    Objects.requireNonNull(stores);
    Objects.requireNonNull(dynamoDb);
    Objects.requireNonNull(s3);
  }

  /** Starts the services and what stands on them; none is left running when that fails. */
  public static <S> S start(Function<LocalAws, S> rest) {
    LocalAws aws = LocalAws.start();
    try {
      return rest.apply(aws);
    } catch (RuntimeException e) {
      aws.close();
      throw e;
    }
  }

  /**
   * The variables of a function that keeps its checkpoints here and reaches its stores through the
   * taps; a new map, for the caller to add to.
   */
  public Map<String, String> environment(String consumer) {
    Map<String, String> environment = new TreeMap<>(aws.environment());
    environment.put("AWS_ENDPOINT_URL_DYNAMODB", dynamoDb.endpoint().toString());
    environment.put("AWS_ENDPOINT_URL_S3", s3.endpoint().toString());
    environment.put("TIDEMARK_CONSUMER", consumer);
    environment.put("TIDEMARK_TABLE", stores.table());
    environment.put("TIDEMARK_BUCKET", stores.bucket());
    environment.put("TIDEMARK_CLOCK_SKEW_MILLIS", "300");
    return environment;
  }

  /** How many requests of each kind the stores answered. */
  public Map<String, Long> requests() {
    Map<String, Long> all = new TreeMap<>(dynamoDb.counts());
    all.putAll(s3.counts());
    return all;
  }

  /** How often each fault happened. */
  public Map<Fault, Long> faults() {
    Map<Fault, Long> all = new EnumMap<>(Fault.class);
    all.putAll(dynamoDb.faults());
    s3.faults().forEach((fault, count) -> all.merge(fault, count, Long::sum));
    return all;
  }

  @Override
  public void close() {
    dynamoDb.close();
    s3.close();
    stores.close();
    if (aws instanceof LocalAws own) {
      own.close();
    }
  }
}
