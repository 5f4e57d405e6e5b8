package dev.tidemark.poller.stack;

import dev.tidemark.checkpoint.aws.CheckpointTable;
import dev.tidemark.local.LocalAws;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;

/** The local AWS, started once for all test classes, with names that no other test uses. */
public final class Stack implements ParameterResolver {

  /**
   * A table and names of a test's own.
   *
   * @param name what everything of the test is called
   */
  public record Corner(LocalAws aws, DynamoDbClient dynamoDb, KinesisClient kinesis, String name) {

    public CheckpointTable table() {
      return new CheckpointTable(name);
    }

    /** What another process needs to reach the local AWS. */
    public Map<String, String> environment() {
      return aws.environment();
    }
  }

  private record Services(
      LocalAws aws, DynamoDbClient dynamoDb, KinesisClient kinesis, AtomicInteger corners)
      implements AutoCloseable {

    static Services start() {
      LocalAws aws = LocalAws.start();
      return new Services(aws, aws.dynamoDbClient(), aws.kinesisClient(), new AtomicInteger());
    }

    Corner corner() {
      var corner = new Corner(aws, dynamoDb, kinesis, "poller-" + corners.incrementAndGet());
      corner.table().create(dynamoDb);
      return corner;
    }

    @Override
    public void close() {
      dynamoDb.close();
      kinesis.close();
      aws.close();
    }
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Corner.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context
        .getRoot()
        .getStore(ExtensionContext.Namespace.create(Stack.class))
        .getOrComputeIfAbsent(Services.class, key -> Services.start(), Services.class)
        .corner();
  }
}
