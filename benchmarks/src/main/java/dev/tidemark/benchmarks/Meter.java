package dev.tidemark.benchmarks;

import java.util.Optional;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.SdkResponse;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.dynamodb.model.ConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemResponse;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.ReturnConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemResponse;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

/**
 * Counts what goes through a client. Thread-safe.
 *
 * <p>A conditional write that is refused says nothing of what it consumed: it counts as one unit,
 * which is its least.
 */
final class Meter implements ExecutionInterceptor {

  private long requests;
  private double writes;
  private double reads;
  private long puts;
  private long gets;

  synchronized Traffic soFar() {
    return new Traffic(requests, writes, reads, puts, gets);
  }

  @Override
  public SdkRequest modifyRequest(Context.ModifyRequest context, ExecutionAttributes attributes) {
    var total = ReturnConsumedCapacity.TOTAL;
    return switch (context.request()) {
      case PutItemRequest put -> put.toBuilder().returnConsumedCapacity(total).build();
      case UpdateItemRequest update -> update.toBuilder().returnConsumedCapacity(total).build();
      case GetItemRequest get -> get.toBuilder().returnConsumedCapacity(total).build();
      case QueryRequest query -> query.toBuilder().returnConsumedCapacity(total).build();
      case SdkRequest other -> other;
    };
  }

  @Override
  public synchronized void beforeTransmission(
      Context.BeforeTransmission context, ExecutionAttributes attributes) {
    switch (context.request()) {
      case DynamoDbRequest dynamoDb -> requests++;
      case PutObjectRequest put -> puts++;
      case GetObjectRequest get -> gets++;
      case SdkRequest other -> {}
    }
  }

  @Override
  public synchronized void afterExecution(
      Context.AfterExecution context, ExecutionAttributes attributes) {
    SdkResponse response = context.response();
    switch (response) {
      case PutItemResponse put -> writes += units(put.consumedCapacity());
      case UpdateItemResponse update -> writes += units(update.consumedCapacity());
      case GetItemResponse get -> reads += units(get.consumedCapacity());
      case QueryResponse query -> reads += units(query.consumedCapacity());
      case SdkResponse other -> {}
    }
  }

  @Override
  public synchronized void onExecutionFailure(
      Context.FailedExecution context, ExecutionAttributes attributes) {
    switch (context.request()) {
      case PutItemRequest put -> writes++;
      case UpdateItemRequest update -> writes++;
      case SdkRequest other -> {}
    }
  }

  private static double units(ConsumedCapacity consumed) {
    return Optional.ofNullable(consumed.capacityUnits()).orElse(0.0);
  }
}
