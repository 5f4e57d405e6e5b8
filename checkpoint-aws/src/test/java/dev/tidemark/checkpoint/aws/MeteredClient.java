package dev.tidemark.checkpoint.aws;

import dev.tidemark.local.LocalAws;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemResponse;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.ReturnConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemResponse;

/** A client that asks DynamoDB for the capacity that each write consumed, and keeps the answers. */
record MeteredClient(DynamoDbClient client, List<Double> writeUnits) {

  static MeteredClient at(URI endpoint) {
    List<Double> units = new CopyOnWriteArrayList<>();
    var client =
        DynamoDbClient.builder()
            .endpointOverride(endpoint)
            .region(Region.of(LocalAws.REGION))
            .credentialsProvider(LocalServices.credentials())
            .httpClient(UrlConnectionHttpClient.create())
            .overrideConfiguration(config -> config.addExecutionInterceptor(new Meter(units)))
            .build();
    return new MeteredClient(client, units);
  }

  private record Meter(List<Double> units) implements ExecutionInterceptor {

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
    public void afterExecution(Context.AfterExecution context, ExecutionAttributes attributes) {
      if (context.response() instanceof PutItemResponse put) {
        units.add(put.consumedCapacity().capacityUnits());
      } else if (context.response() instanceof UpdateItemResponse update) {
        units.add(update.consumedCapacity().capacityUnits());
      }
    }
  }
}
