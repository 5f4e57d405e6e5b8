package dev.tidemark.idempotency;

import dev.tidemark.local.LocalAws;
import dev.tidemark.local.LocalService;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/** DynamoDB Local, started once for all test classes, with a new table for each test. */
final class LocalTable implements ParameterResolver {

  /** A table as Powertools wants it, empty. */
  record Table(String name, DynamoDbClient client) {
    int rows() {
      return client.scan(request -> request.tableName(name).consistentRead(true)).count();
    }
  }

  private record Service(LocalAws aws, DynamoDbClient client, AtomicInteger tables)
      implements AutoCloseable {

    static Service start() {
      LocalAws aws = LocalAws.start(LocalService.DYNAMODB);
      DynamoDbClient client = aws.dynamoDbClient();
      return new Service(aws, client, new AtomicInteger());
    }

    Table newTable() {
      String name = "idempotency-" + tables.incrementAndGet();
      client.createTable(
          request ->
              request
                  .tableName(name)
                  .billingMode(BillingMode.PAY_PER_REQUEST)
                  .attributeDefinitions(
                      AttributeDefinition.builder()
                          .attributeName("id")
                          .attributeType(ScalarAttributeType.S)
                          .build())
                  .keySchema(
                      KeySchemaElement.builder()
                          .attributeName("id")
                          .keyType(KeyType.HASH)
                          .build()));
      return new Table(name, client);
    }

    @Override
    public void close() {
      client.close();
      aws.close();
    }
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Table.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context
        .getRoot()
        .getStore(ExtensionContext.Namespace.create(LocalTable.class))
        .getOrComputeIfAbsent(Service.class, key -> Service.start(), Service.class)
        .newTable();
  }
}
