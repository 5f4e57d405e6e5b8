package dev.tidemark.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** The same batches through every contender, one contender after the other for each batch. */
final class SideBySide {

  private static final int KEYS = 100;

  /** Everybody is warmed up for so long, as a function is that has been busy for a while. */
  private static final double WARM_UP_MILLIS = 2_000;

  private static final int WARM_UP_RECORDS = 100;

  /** A contender that writes for each record is measured as often as it gets this far. */
  private static final double ENOUGH_MILLIS = 6_000;

  private final MeteredStack stack;
  private final Prices prices;
  private final Consumer<String> progress;
  private final List<Contender> contenders;
  private long batches;

  SideBySide(MeteredStack stack, Prices prices, Consumer<String> progress) {
    this.stack = stack;
    this.prices = prices;
    this.progress = progress;
    this.contenders =
        List.of(
            new BareLoop(),
            TidemarkRecords.on(stack, "bench"),
            TidemarkRecords.withoutPayloads(stack, "bench-no-payloads"),
            new PowertoolsRecords(stack),
            new ConditionalWrites(stack),
            new WholeBatchItem(stack));
  }

  /** Runs everybody's code often enough for it to be compiled. */
  void warmUp() throws Exception {
    for (Contender contender : contenders) {
      double spent = 0;
      while (spent < WARM_UP_MILLIS) {
        spent += Sample.of(() -> consume(contender, WARM_UP_RECORDS, Work.NONE)).wallMillis();
      }
    }
  }

  /**
   * Runs it.
   *
   * @param sizes records of a batch
   * @param works what is done with a record
   * @param most what writes for each record is given no larger batches
   */
  Table run(String name, List<Integer> sizes, List<Work> works, int runs, Most most)
      throws Exception {
    Table table =
        Table.of(
            name,
            "Side by side, medians of a batch",
            "contender",
            "records",
            "work",
            "runs",
            "wall ms",
            "wall ms, 10 %",
            "wall ms, 90 %",
            "cpu ms",
            "allocated MB",
            "DynamoDB requests",
            "write units",
            "S3 requests",
            "USD / million records",
            "records / s");
    for (Work work : works) {
      for (int size : sizes) {
        progress.accept("  %s: %,d records, %s".formatted(name, size, work.label()));
        for (Contender contender : contenders) {
          if (contender.canTake(size) && size <= most.recordsOf(contender)) {
            table = measure(table, contender, size, work, runs);
          }
        }
      }
    }
    return table;
  }

  /**
   * The largest batches of those whose time grows with the records.
   *
   * @param ofOneWrite with a write or two for each record
   * @param ofWholeBatches with two writes for each record of an item that grows
   */
  record Most(int ofOneWrite, int ofWholeBatches) {

    int recordsOf(Contender contender) {
      return switch (contender) {
        case BareLoop bare -> SampleEvents.FULL;
        case TidemarkRecords tidemark -> SampleEvents.FULL;
        case WholeBatchItem item -> ofWholeBatches;
        default -> ofOneWrite;
      };
    }
  }

  private Table measure(Table table, Contender contender, int size, Work work, int runs)
      throws Exception {
    var samples = new ArrayList<Sample>();
    Traffic before = stack.traffic();
    double spent = 0;
    consume(contender, size, work);
    Traffic first = stack.traffic().minus(before);
    while (samples.size() < runs && (spent < ENOUGH_MILLIS || samples.isEmpty())) {
      byte[] event = SampleEvents.event("shardId-000000000000", ++batches, size, KEYS);
      Sample sample = Sample.of(() -> consume(contender, event, size, work));
      spent += sample.wallMillis();
      samples.add(sample);
    }
    double wall = Sample.median(samples, Sample::wallMillis);
    return table.with(
        contender.name(),
        size,
        work.label(),
        samples.size(),
        wall,
        Sample.quantile(samples, Sample::wallMillis, 0.1),
        Sample.quantile(samples, Sample::wallMillis, 0.9),
        Sample.median(samples, Sample::cpuMillis),
        Sample.median(samples, Sample::allocatedMegabytes),
        first.dynamoDbRequests(),
        first.writeUnits(),
        first.puts() + first.gets(),
        prices.ofMillionRecords(first, size),
        size * 1_000.0 / wall);
  }

  private void consume(Contender contender, int size, Work work) throws Exception {
    consume(
        contender, SampleEvents.event("shardId-000000000000", ++batches, size, KEYS), size, work);
  }

  private static void consume(Contender contender, byte[] event, int size, Work work)
      throws Exception {
    var handled = new AtomicInteger();
    List<String> failures =
        contender.consume(
            event,
            (number, data) -> {
              work.on(data);
              handled.incrementAndGet();
            });
    if (handled.get() != size || !failures.isEmpty()) {
      throw new IllegalStateException(
          "%s handled %d of %d records".formatted(contender.name(), handled.get(), size));
    }
  }

  /** What the two round trips of a batch take on this stack, one after the other. */
  double twoRoundTripsMillis() throws Exception {
    var samples = new ArrayList<Sample>();
    for (int i = 0; i < 50; i++) {
      samples.add(
          Sample.of(
              () -> {
                ping();
                ping();
              }));
    }
    return Sample.median(samples, Sample::wallMillis);
  }

  private void ping() {
    stack
        .dynamoDb()
        .putItem(
            put ->
                put.tableName(MeteredStack.KEYS)
                    .item(
                        java.util.Map.of(
                            "id",
                            software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromS(
                                "ping"))));
  }
}
