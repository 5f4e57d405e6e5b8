package dev.tidemark.cli.chaos;

import dev.tidemark.cli.chaos.function.Booking;
import dev.tidemark.cli.chaos.function.ChaosConsumer;
import dev.tidemark.cli.stack.LocalStores;
import dev.tidemark.cli.stack.TappedStack;
import dev.tidemark.local.AwsServices;
import dev.tidemark.local.Fault;
import dev.tidemark.local.FaultPlan;
import dev.tidemark.local.FunctionSettings;
import dev.tidemark.local.LocalAws;
import dev.tidemark.local.LocalFunction;
import dev.tidemark.local.LocalService;
import dev.tidemark.local.ServiceTap;
import java.nio.file.Path;
import java.util.Map;

/** The local stack with the chaos function, and taps that fail between it and its stores. */
final class ChaosStack implements AutoCloseable {

  static final String CONSUMER = "chaos";

  /** How the faults are shared out; a time-out costs seconds, so it is rare. */
  private static final Map<Fault, Double> WEIGHTS =
      Map.of(
          Fault.CONNECTION_LOST, 0.20,
          Fault.THROTTLED, 0.15,
          Fault.THROUGHPUT_EXCEEDED, 0.15,
          Fault.SERVER_ERROR, 0.20,
          Fault.REPLY_LOST, 0.15,
          Fault.SLOW, 0.10,
          Fault.GARBLED, 0.03,
          Fault.TIMED_OUT, 0.02);

  private final TappedStack stack;
  private final RowHistory history;
  private final LocalFunction function;

  private ChaosStack(ChaosOptions options, Path effects, LocalAws aws) {
    LocalStores stores = LocalStores.create(aws);
    stores.createTable(Booking.TABLE, Booking.ACCOUNT);
    this.history = new RowHistory(stores.statuses());
    this.stack =
        new TappedStack(
            aws,
            stores,
            ServiceTap.faulty(
                aws.endpoint(LocalService.DYNAMODB),
                request -> "DynamoDB requests",
                plan(options, options.seed()),
                history),
            ServiceTap.faulty(
                aws.endpoint(LocalService.S3),
                request -> "S3 requests",
                plan(options, ~options.seed()),
                (request, status) -> {}));
    this.function = LocalFunction.of(functionSettings(options, effects));
  }

  /**
   * Starts the services, and makes the table, the bucket, the stream and the function.
   *
   * @param effects the folder that the function notes its effects in
   */
  static ChaosStack start(ChaosOptions options, Path effects) {
    return TappedStack.start(aws -> new ChaosStack(options, effects, aws));
  }

  private static FaultPlan plan(ChaosOptions options, long seed) {
    FaultPlan plan = FaultPlan.of(seed);
    for (var weight : WEIGHTS.entrySet()) {
      plan = plan.with(weight.getKey(), weight.getValue() * options.faults());
    }
    return plan;
  }

  private FunctionSettings functionSettings(ChaosOptions options, Path effects) {
    Map<String, String> environment = stack.environment(CONSUMER);
    environment.put("TIDEMARK_LEASE_MILLIS", Long.toString(options.lease().toMillis()));
    environment.put(ChaosConsumer.MARKS, options.marks() ? "on" : "off");
    environment.put(ChaosConsumer.FOLDER, effects.toString());
    return FunctionSettings.of("chaos", options.functionPackage(), ChaosConsumer.class.getName())
        .withTimeout(options.functionTimeout())
        .withMaximumConcurrency(options.traffic().shards() * Chaos.STREAMS_AT_ONCE)
        .withEnvironment(environment);
  }

  AwsServices aws() {
    return stack.aws();
  }

  LocalStores stores() {
    return stack.stores();
  }

  RowHistory history() {
    return history;
  }

  LocalFunction function() {
    return function;
  }

  /** How often each fault happened. */
  Map<Fault, Long> faults() {
    return stack.faults();
  }

  /** How many requests each store answered. */
  Map<String, Long> requests() {
    return stack.requests();
  }

  @Override
  public void close() {
    function.close();
    stack.close();
  }
}
