package dev.tidemark.handler;

import static dev.tidemark.handler.Bench.failures;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.KinesisRecord;
import dev.tidemark.Outcome;
import dev.tidemark.checkpoint.aws.DynamoDbStatusStore;
import dev.tidemark.checkpoint.store.StatusStore;
import dev.tidemark.effects.Payments;
import dev.tidemark.local.FaultPlan;
import dev.tidemark.local.ServiceTap;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** What one test is about: its stream, its accounts and its table of checkpoints. */
final class PaymentScene implements AutoCloseable {

  static final Duration PAST_THE_LEASE = Duration.ofSeconds(20);

  private static final int MAX_DELIVERIES = 200;

  final Bench bench = new Bench();
  final String name = UUID.randomUUID().toString();
  final int accounts;
  final List<String> records;
  final Queue<String> started = new ConcurrentLinkedQueue<>();
  final ServiceTap tap;
  final StatusStore statuses;
  private final DynamoDbClient client;
  private final Bank bank;

  /** Payment i is of i and goes to account i modulo accounts. */
  PaymentScene(Bank bank, int payments, int accounts, FaultPlan plan) {
    this.bank = bank;
    this.accounts = accounts;
    records =
        IntStream.range(0, payments)
            .mapToObj(
                i ->
                    EventJson.record("" + (1_000 + i), account(i % accounts), payment(i) + " " + i))
            .toList();
    IntStream.range(0, accounts).forEach(i -> bank.open(account(i)));
    tap =
        ServiceTap.faulty(
            bank.endpoint(),
            request -> request.target().replaceAll(".*\\.", ""),
            plan,
            (request, status) -> {});
    client = Bank.client(tap.endpoint());
    statuses = new DynamoDbStatusStore(client, bank.freshTable());
  }

  String account(int i) {
    return name + "-a" + i;
  }

  String payment(int i) {
    return name + "-p" + i;
  }

  Payments consumer() {
    return consumer(statuses);
  }

  /** A new process. */
  Payments consumer(StatusStore store) {
    return new Payments(bench.parts(store, bench.payloads)) {
      @Override
      protected Outcome process(KinesisRecord<Payment> record) {
        started.add(record.value().id());
        return super.process(record);
      }
    };
  }

  String deliver(Payments consumer) {
    return deliver(consumer, 0, records.size());
  }

  String deliver(Payments consumer, int from, int to) {
    try {
      var out = new ByteArrayOutputStream();
      consumer.handleRequest(
          EventJson.stream(EventJson.event(records.subList(from, to))), out, bench.context);
      return out.toString(StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Delivers all records until none of them is unfinished, each time to a new process. */
  void deliverUntilDone() {
    for (int i = 0; i < MAX_DELIVERIES; i++) {
      if (deliver(consumer()).equals(failures())) {
        return;
      }
      bench.clock.advance(PAST_THE_LEASE);
    }
    throw new AssertionError("not done after " + MAX_DELIVERIES + " deliveries");
  }

  void assertEachPaymentCountsOnce() {
    for (int account = 0; account < accounts; account++) {
      int number = account;
      long sum = IntStream.range(0, records.size()).filter(i -> i % accounts == number).sum();
      assertThat(bank.balance(account(account))).as("account %d", account).isEqualTo(sum);
    }
    assertThat(IntStream.range(0, records.size()))
        .allMatch(payment -> bank.isBooked(payment(payment)));
  }

  @Override
  public void close() {
    client.close();
    tap.close();
  }
}
