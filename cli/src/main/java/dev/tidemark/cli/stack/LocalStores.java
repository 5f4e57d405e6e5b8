package dev.tidemark.cli.stack;

import dev.tidemark.checkpoint.aws.CheckpointTable;
import dev.tidemark.checkpoint.aws.DynamoDbStatusStore;
import dev.tidemark.checkpoint.aws.S3PayloadStore;
import dev.tidemark.checkpoint.store.PayloadStore;
import dev.tidemark.checkpoint.store.StatusStore;
import dev.tidemark.local.AwsServices;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.s3.S3Client;

/** The checkpoint table and the payload bucket of a stack, reached past any tap. */
public final class LocalStores implements AutoCloseable {

  /** The table of the checkpoints. */
  public static final String CHECKPOINTS = "tidemark-checkpoints";

  /** The bucket of the payloads. */
  public static final String PAYLOADS = "tidemark-payloads";

  private final String table;
  private final String bucket;
  private final DynamoDbClient dynamoDb;
  private final S3Client s3;

  private LocalStores(String table, String bucket, DynamoDbClient dynamoDb, S3Client s3) {
    this.table = table;
    this.bucket = bucket;
    this.dynamoDb = dynamoDb;
    this.s3 = s3;
  }

  /** Creates the table and the bucket. */
  public static LocalStores create(AwsServices aws) {
    return create(aws, CHECKPOINTS, PAYLOADS);
  }

  /** Creates the table and the bucket under these names. */
  public static LocalStores create(AwsServices aws, String table, String bucket) {
    DynamoDbClient dynamoDb = aws.dynamoDbClient();
    var stores = new LocalStores(table, bucket, dynamoDb, aws.s3Client());
    try {
      new CheckpointTable(table).create(dynamoDb);
      stores.s3.createBucket(request -> request.bucket(bucket));
      return stores;
    } catch (RuntimeException e) {
      stores.close();
      throw e;
    }
  }

  /** Creates a table of the function's own, with a text as its only key. */
  public void createTable(String name, String key) {
    dynamoDb.createTable(
        table ->
            table
                .tableName(name)
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .attributeDefinitions(
                    AttributeDefinition.builder()
                        .attributeName(key)
                        .attributeType(ScalarAttributeType.S)
                        .build())
                .keySchema(
                    KeySchemaElement.builder().attributeName(key).keyType(KeyType.HASH).build()));
  }

  /** The table's name. */
  public String table() {
    return table;
  }

  /** The bucket's name. */
  public String bucket() {
    return bucket;
  }

  public DynamoDbClient dynamoDb() {
    return dynamoDb;
  }

  public S3Client s3() {
    return s3;
  }

  public StatusStore statuses() {
    return new DynamoDbStatusStore(dynamoDb, new CheckpointTable(table));
  }

  public PayloadStore payloads() {
    return new S3PayloadStore(s3, bucket, "");
  }

  /** Deletes the table, and the bucket with all that is in it. */
  public void delete() {
    dynamoDb.deleteTable(request -> request.tableName(table));
    s3.listObjectsV2Paginator(list -> list.bucket(bucket))
        .contents()
        .forEach(object -> s3.deleteObject(gone -> gone.bucket(bucket).key(object.key())));
    s3.deleteBucket(request -> request.bucket(bucket));
  }

  @Override
  public void close() {
    dynamoDb.close();
    s3.close();
  }
}
