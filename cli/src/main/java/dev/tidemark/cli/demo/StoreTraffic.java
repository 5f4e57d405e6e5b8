package dev.tidemark.cli.demo;

import dev.tidemark.local.ServiceTap.Request;
import java.util.Set;

/** Names the requests that the function sends to the stores. */
final class StoreTraffic {

  static final String CHECKPOINT_WRITES = "checkpoint writes";
  static final String CHECKPOINT_READS = "checkpoint reads";
  static final String PAYLOAD_PUTS = "payload puts";
  static final String EXHAUSTED_PUTS = "exhausted puts";
  static final String PAYLOAD_GETS = "payload gets";
  static final String EFFECTS = "the example's own requests";

  private static final Set<String> WRITES = Set.of("PutItem", "UpdateItem", "DeleteItem");

  private StoreTraffic() {}

  static String ofDynamoDb(Request request, String checkpointTable) {
    String operation = request.target().substring(request.target().indexOf('.') + 1);
    String body = request.body().toUtf8();
    if (!body.contains("\"TableName\":\"" + checkpointTable + "\"")) {
      return EFFECTS;
    }
    return WRITES.contains(operation) ? CHECKPOINT_WRITES : CHECKPOINT_READS;
  }

  static String ofS3(Request request) {
    if (request.method().equals("PUT")) {
      return request.path().contains("/exhausted/") ? EXHAUSTED_PUTS : PAYLOAD_PUTS;
    }
    return PAYLOAD_GETS;
  }
}
