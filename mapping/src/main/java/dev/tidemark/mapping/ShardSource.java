package dev.tidemark.mapping;

import java.util.Objects;

/**
 * Where the records of one shard come from and which function gets them: the names that stand in
 * every event and every failure message.
 *
 * @param streamArn the stream, for example {@code arn:aws:kinesis:eu-west-1:111111111111:stream/s}
 * @param shardId for example {@code shardId-000000000000}
 * @param region for example {@code eu-west-1}
 * @param functionArn the function that is invoked
 * @param roleArn the role the mapping reads the stream with
 */
public record ShardSource(
    String streamArn, String shardId, String region, String functionArn, String roleArn) {
  public ShardSource {
    requireText(streamArn, "streamArn");
    requireText(shardId, "shardId");
    requireText(region, "region");
    requireText(functionArn, "functionArn");
    requireText(roleArn, "roleArn");
  }

  private static void requireText(String value, String name) {
    if (Objects.requireNonNull(value, name).isBlank()) {
      throw new IllegalArgumentException(name + " must not be blank");
    }
  }
}
