package dev.tidemark.benchmarks;

import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** What is handled once more although it had succeeded. */
final class Failures {

  private static final int RECORDS = 300;
  private static final int SUFFIX = 100;
  private static final int MOST_DELIVERIES = 20;

  private final MeteredStack stack;
  private int shards;

  Failures(MeteredStack stack) {
    this.stack = stack;
  }

  Table run() throws IOException {
    List<Supplier<Contender>> all =
        List.of(
            BareLoop::new,
            () -> TidemarkRecords.on(stack, "failures-" + shards),
            () -> new PowertoolsRecords(stack),
            () -> new ConditionalWrites(stack),
            () -> new WholeBatchItem(stack));
    Table table =
        Table.of(
            "failures",
            "Handler calls for records that had succeeded, of %d records".formatted(RECORDS),
            "contender",
            "whole batch again",
            "last %d again".formatted(SUFFIX),
            "1 % fail twice: calls again",
            "1 % fail twice: deliveries");
    for (Supplier<Contender> contender : all) {
      table = table.with(row(contender));
    }
    return table;
  }

  private Object[] row(Supplier<Contender> contenders) throws IOException {
    shards++;
    Contender contender = contenders.get();
    var whole = new Calls(0);
    deliver(contender, whole, 0);
    deliver(contender, whole, 0);
    shards++;
    var suffix = new Calls(0);
    deliver(contender, suffix, 0);
    deliver(contender, suffix, RECORDS - SUFFIX);
    shards++;
    var failing = new Calls(2);
    int deliveries = 0;
    int from = 0;
    while (from < RECORDS && deliveries++ < MOST_DELIVERIES) {
      from = deliver(contender, failing, from);
    }
    return new Object[] {
      contender.name(), whole.again.get(), suffix.again.get(), failing.again.get(), deliveries
    };
  }

  /** Delivers the records from this one on; the first that is unfinished, or their number. */
  private int deliver(Contender contender, Calls calls, int from) throws IOException {
    List<String> failures = contender.consume(calls.event(shards, from), calls);
    return failures.isEmpty() ? RECORDS : calls.index(failures.get(0));
  }

  /** The calls of a handler to which one record of a hundred fails so many times. */
  private static final class Calls implements Contender.Handler {
    private final int failures;
    private final AtomicInteger again = new AtomicInteger();
    private final Set<String> succeeded = new HashSet<>();
    private final Map<String, Integer> attempts = new HashMap<>();

    Calls(int failures) {
      this.failures = failures;
    }

    byte[] event(int shard, int from) {
      return SampleEvents.suffix("shardId-%012d".formatted(shard), RECORDS, from);
    }

    int index(String number) {
      return (int) (Long.parseLong(number.substring(number.length() - 12)) % 10_000);
    }

    @Override
    public synchronized void handle(String number, byte[] data) throws IOException {
      if (succeeded.contains(number)) {
        again.incrementAndGet();
        return;
      }
      int attempt = attempts.merge(number, 1, Integer::sum);
      if (index(number) % 100 == 50 && attempt <= failures) {
        throw new IOException("fails on purpose");
      }
      succeeded.add(number);
    }
  }
}
