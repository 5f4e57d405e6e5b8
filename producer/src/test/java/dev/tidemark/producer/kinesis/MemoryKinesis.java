package dev.tidemark.producer.kinesis;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Predicate;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.KinesisException;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequest;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResultEntry;

/**
 * A stream of one shard in memory, behind the client's interface, that refuses what Kinesis refuses
 * and fails as Kinesis fails: single entries, whole requests, and replies that get lost after the
 * request has landed.
 */
final class MemoryKinesis implements KinesisClient {

  /** What a request meets. */
  sealed interface Weather {
    /** Entries for which this holds are throttled, the others land. */
    record Throttling(Predicate<PutRecordsRequestEntry> entries) implements Weather {}

    /** Nothing lands, and the answer has this status and error code. */
    record Refusing(int status, String code) implements Weather {}

    /** Everything lands, and nobody is told. */
    record LosingTheReply() implements Weather {}

    /** Nothing lands, and nobody is told. */
    record LosingTheRequest() implements Weather {}
  }

  /** A record of the stream. */
  record Landed(String key, String text) {}

  private static final int MIB = 1 << 20;

  private final Deque<Weather> ahead = new ArrayDeque<>();
  private final List<Landed> landed = new ArrayList<>();
  private final List<Integer> sizes = new ArrayList<>();

  /** What the next requests meet; the ones after them meet nothing. */
  MemoryKinesis ahead(Weather... weather) {
    ahead.addAll(List.of(weather));
    return this;
  }

  List<Landed> landed() {
    return List.copyOf(landed);
  }

  List<String> texts() {
    return landed.stream().map(Landed::text).toList();
  }

  /** How many records each request had. */
  List<Integer> requestSizes() {
    return List.copyOf(sizes);
  }

  @Override
  public PutRecordsResponse putRecords(PutRecordsRequest request) {
    sizes.add(request.records().size());
    validate(request);
    Weather weather = ahead.isEmpty() ? new Weather.Throttling(entry -> false) : ahead.remove();
    return switch (weather) {
      case Weather.Throttling(Predicate<PutRecordsRequestEntry> entries) -> put(request, entries);
      case Weather.Refusing(int status, String code) -> throw refusal(status, code, "told so");
      case Weather.LosingTheReply() -> {
        put(request, entry -> false);
        throw SdkClientException.create("Read timed out");
      }
      case Weather.LosingTheRequest() -> throw SdkClientException.create("Connection reset");
    };
  }

  private PutRecordsResponse put(
      PutRecordsRequest request, Predicate<PutRecordsRequestEntry> throttled) {
    List<PutRecordsResultEntry> results = new ArrayList<>();
    for (PutRecordsRequestEntry entry : request.records()) {
      results.add(throttled.test(entry) ? throttle() : land(entry));
    }
    return PutRecordsResponse.builder().records(results).build();
  }

  private static PutRecordsResultEntry throttle() {
    return PutRecordsResultEntry.builder()
        .errorCode("ProvisionedThroughputExceededException")
        .errorMessage("Rate exceeded for shard shardId-000000000000")
        .build();
  }

  private PutRecordsResultEntry land(PutRecordsRequestEntry entry) {
    landed.add(new Landed(entry.partitionKey(), entry.data().asUtf8String()));
    return PutRecordsResultEntry.builder()
        .shardId("shardId-000000000000")
        .sequenceNumber(Integer.toString(landed.size()))
        .build();
  }

  private static void validate(PutRecordsRequest request) {
    if (request.records().isEmpty() || request.records().size() > 500) {
      throw refusal(400, "ValidationException", "Member must have length of 1 to 500");
    }
    long total = 0;
    for (PutRecordsRequestEntry entry : request.records()) {
      int size =
          entry.data().asByteArrayUnsafe().length
              + entry.partitionKey().getBytes(StandardCharsets.UTF_8).length;
      if (size > MIB || entry.partitionKey().isEmpty() || entry.partitionKey().length() > 256) {
        throw refusal(400, "ValidationException", "a record of " + size + " bytes");
      }
      if (entry.explicitHashKey() != null
          && new BigInteger(entry.explicitHashKey()).bitLength() > 128) {
        throw refusal(400, "InvalidArgumentException", "Invalid ExplicitHashKey");
      }
      total += size;
    }
    if (total > 10L * MIB) {
      throw refusal(400, "InvalidArgumentException", "Records size exceeds 10 MB limit");
    }
  }

  private static RuntimeException refusal(int status, String code, String message) {
    return KinesisException.builder()
        .statusCode(status)
        .message(message)
        .awsErrorDetails(AwsErrorDetails.builder().errorCode(code).errorMessage(message).build())
        .build();
  }

  @Override
  public String serviceName() {
    return SERVICE_NAME;
  }

  @Override
  public void close() {}
}
